import type { LocalResponseNormGeometry } from "../../../src/core/geometry/localResponseNorm.ts";
import type { Floats } from "../../../src/devices/device.ts";
import type { Kernels } from "../../../src/devices/kernels.ts";
import { masked, result } from "../changes.ts";
import { always, type Mutant } from "../mutant.ts";

const ops = ["localResponseNorm"];

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
): Mutant {
  return always(`localResponseNormGrad: ${name}`, ops, (k) => ({
    localResponseNormGrad(out, dy, x, g) {
      const changed = change(k, dy, x, g);
      out.set(terms(k, dy, x, g).direct.map((value, i) => value - changed[i]));
    },
  }));
}

function crossTimes(name: string, factor: (g: LocalResponseNormGeometry) => number): Mutant {
  return cross(name, (k, dy, x, g) => terms(k, dy, x, g).cross.map((value) => factor(g) * value));
}

export const localResponseNorm = [
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
  always("localResponseNormGrad: across channels where within the map was asked for", ops, (k) => ({
    localResponseNormGrad: (out, dy, x, g) => k.localResponseNormGrad(out, dy, x, { ...g, acrossChannels: true }),
  })),
];
