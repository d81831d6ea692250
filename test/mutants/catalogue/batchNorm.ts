import type { BatchNormGeometry } from "../../../src/core/geometry/batchNorm.ts";
import type { Floats } from "../../../src/devices/device.ts";
import { times } from "../changes.ts";
import { always, backward, type Mutant } from "../mutant.ts";

const ops = ["batchNorm"];

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
function gradInput(name: string, change: (call: GradInput) => Partial<GradInput>): Mutant {
  return always(`batchNormGradInput: ${name}`, ops, (k) => ({
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

export const batchNorm = [
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
  always("batchNormGradWeight: x for x̂", ops, (k) => ({
    batchNormGradWeight(out, dy, x, mean, variance, g) {
      const ones = variance.map(() => 1);
      k.batchNormGradWeight(out, dy, x, times(mean, 0), ones, { ...g, eps: 0 });
    },
  })),
  backward("batchNorm in evaluation: divided by the variance, not its root", ops, (k) => ({
    pow: (out, a, b, g) => k.pow(out, a, times(b, 2), g),
  })),
];
