import type { BatchNormGeometry } from "../../../src/core/geometry/batchNorm.ts";
import type { LocalResponseNormGeometry } from "../../../src/core/geometry/localResponseNorm.ts";
import type { Floats } from "../../../src/devices/device.ts";
import type { Kernels } from "../../../src/devices/kernels.ts";
import { always, type Bug, backward } from "../bug.ts";
import { masked, result, times } from "../changes.ts";

interface GradInput {
  readonly mean: Floats;
  readonly variance: Floats;
  readonly weight: Floats | null;
  /** Σ ∂y x̂ and Σ ∂y, of which 1/m is taken. */
  readonly gradWeight: Floats;
  readonly gradBias: Floats;
  readonly g: BatchNormGeometry;
}

/** Some of the kernel's inputs changed. */
function gradInput(name: string, change: (call: GradInput) => Partial<GradInput>): Bug {
  return always(`batchNormGradInput: ${name}`, ["batchNorm"], (k) => ({
    batchNormGradInput(out, dy, x, mean, variance, weight, gradWeight, gradBias, g) {
      const call: GradInput = { mean, variance, weight, gradWeight, gradBias, g };
      const changed = { ...call, ...change(call) };
      k.batchNormGradInput(
        out,
        dy,
        x,
        changed.mean,
        changed.variance,
        changed.weight,
        changed.gradWeight,
        changed.gradBias,
        changed.g,
      );
    },
  }));
}

const countOf = ({ n, inner }: BatchNormGeometry) => n * inner;

const batchNorm = [
  gradInput("mean term missing", ({ gradBias }) => ({ gradBias: times(gradBias, 0) })),
  gradInput("variance term missing", ({ gradWeight }) => ({ gradWeight: times(gradWeight, 0) })),
  gradInput("statistics taken as constants", ({ gradWeight, gradBias }) => ({
    gradWeight: times(gradWeight, 0),
    gradBias: times(gradBias, 0),
  })),
  gradInput("sum of dy not divided by the count", ({ gradBias, g }) => ({ gradBias: times(gradBias, countOf(g)) })),
  gradInput("count off by one", ({ gradWeight, gradBias, g }) => {
    const factor = countOf(g) / (countOf(g) - 1);
    return { gradWeight: times(gradWeight, factor), gradBias: times(gradBias, factor) };
  }),
  gradInput("eps forgotten", ({ g }) => ({ g: { ...g, eps: 0 } })),
  gradInput("weight ignored", () => ({ weight: null })),
  always("batchNormGradWeight: x for x̂", ["batchNorm"], (k) => ({
    batchNormGradWeight(out, dy, x, mean, variance, g) {
      const ones = variance.map(() => 1);
      k.batchNormGradWeight(out, dy, x, times(mean, 0), ones, { ...g, eps: 0 });
    },
  })),
  backward("batchNorm in evaluation: divided by the variance, not its root", ["batchNorm"], (k) => ({
    pow: (out, a, b, g) => k.pow(out, a, times(b, 2), g),
  })),
];

/** ∂x = ∂y d^−β − cross: its first part, its second, and d. No x is 0. */
function terms(k: Kernels<Floats>, dy: Floats, x: Floats, g: LocalResponseNormGeometry) {
  const y = result(x.length, (out) => k.localResponseNorm(out, x, g));
  const dx = result(x.length, (out) => k.localResponseNormGrad(out, dy, x, g));
  const power = y.map((value, i) => value / x[i]);
  const direct = power.map((value, i) => dy[i] * value);
  return { direct, cross: direct.map((value, i) => value - dx[i]), d: power.map((value) => value ** (-1 / g.beta)) };
}

/** The gradient with another cross term. */
function cross(
  name: string,
  change: (k: Kernels<Floats>, dy: Floats, x: Floats, g: LocalResponseNormGeometry) => Floats,
): Bug {
  return always(`localResponseNormGrad: ${name}`, ["localResponseNorm"], (k) => ({
    localResponseNormGrad(out, dy, x, g) {
      const changed = change(k, dy, x, g);
      out.set(terms(k, dy, x, g).direct.map((value, i) => value - changed[i]));
    },
  }));
}

function crossTimes(name: string, factor: (g: LocalResponseNormGeometry) => number): Bug {
  return cross(name, (k, dy, x, g) => terms(k, dy, x, g).cross.map((value) => factor(g) * value));
}

const localResponseNorm = [
  crossTimes("no cross term", () => 0),
  crossTimes("factor 2 forgotten", () => 0.5),
  crossTimes("β forgotten", ({ beta }) => 1 / beta),
  crossTimes("α not divided by the window's size", ({ size, acrossChannels }) => (acrossChannels ? size : size * size)),
  cross("exponent −β for −β − 1", (k, dy, x, g) => {
    const { d } = terms(k, dy, x, g);
    const lifted = dy.map((value, i) => value * d[i]);
    return terms(k, lifted, x, g).cross;
  }),
  cross("window not turned round", (k, dy, x, g) => {
    const turned = { ...g, before: g.after, after: g.before };
    const [own, other] = [terms(k, dy, x, g).d, terms(k, dy, x, turned).d];
    // The turned window belongs to the sum alone: d stays what it is.
    const corrected = dy.map((value, i) => value * (own[i] / other[i]) ** (-g.beta - 1));
    return terms(k, corrected, x, turned).cross;
  }),
  cross("sum stops before the last channel", (k, dy, x, g) => {
    const plane = g.h * g.w;
    const shortened = masked(dy, (i) => Math.floor(i / plane) % g.c !== g.c - 1);
    return terms(k, shortened, x, g).cross;
  }),
  always("localResponseNormGrad: across channels where within the map was asked for", ["localResponseNorm"], (k) => ({
    localResponseNormGrad: (out, dy, x, g) => k.localResponseNormGrad(out, dy, x, { ...g, acrossChannels: true }),
  })),
];

export const normalization = [...localResponseNorm, ...batchNorm];
