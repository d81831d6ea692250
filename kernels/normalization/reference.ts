import type { BatchNormGeometry } from "../../src/core/geometry/batchNorm.ts";
import type { LocalResponseNormGeometry } from "../../src/core/geometry/localResponseNorm.ts";
import type { Floats } from "../../src/devices/device.ts";
import { denominators, forEachElement, windowSum } from "./responses.ts";

/** out = weight · x̂ + bias, with x̂ = (x − mean) / √(variance + ε); x and out [n, c, inner], the others [c]. */
export function batchNorm(
  out: Floats,
  x: Floats,
  mean: Floats,
  variance: Floats,
  weight: Floats | null,
  bias: Floats | null,
  g: BatchNormGeometry,
): void {
  for (let i = 0; i < out.length; i++) {
    const c = channelOf(i, g);
    const xhat = (x[i] - mean[c]) / Math.sqrt(variance[c] + g.eps);
    out[i] = (weight?.[c] ?? 1) * xhat + (bias?.[c] ?? 0);
  }
}

/** out[c] = Σ dy · x̂ over the elements of channel c. */
export function batchNormGradWeight(
  out: Floats,
  dy: Floats,
  x: Floats,
  mean: Floats,
  variance: Floats,
  g: BatchNormGeometry,
): void {
  const total = new Float64Array(g.c);
  for (let i = 0; i < dy.length; i++) {
    const c = channelOf(i, g);
    total[c] += dy[i] * (x[i] - mean[c]);
  }
  for (let c = 0; c < g.c; c++) out[c] = total[c] / Math.sqrt(variance[c] + g.eps);
}

/** out = weight / √(variance + ε) · (dy − (gradBias + x̂ · gradWeight) / count), with count = n · inner. */
export function batchNormGradInput(
  out: Floats,
  dy: Floats,
  x: Floats,
  mean: Floats,
  variance: Floats,
  weight: Floats | null,
  gradWeight: Floats,
  gradBias: Floats,
  g: BatchNormGeometry,
): void {
  const count = g.n * g.inner;
  for (let i = 0; i < out.length; i++) {
    const c = channelOf(i, g);
    const rstd = 1 / Math.sqrt(variance[c] + g.eps);
    const xhat = (x[i] - mean[c]) * rstd;
    out[i] = (weight?.[c] ?? 1) * rstd * (dy[i] - (gradBias[c] + xhat * gradWeight[c]) / count);
  }
}

function channelOf(i: number, { c, inner }: BatchNormGeometry): number {
  return Math.floor(i / inner) % c;
}

/** out = x · d^−β, with d = k + scale · Σ x² over the element's window; x and out [n, c, h, w]. */
export function localResponseNorm(out: Floats, x: Floats, g: LocalResponseNormGeometry): void {
  const d = denominators(x, g);
  for (let i = 0; i < out.length; i++) out[i] = x[i] * d[i] ** -g.beta;
}

/** out = dy · d^−β − 2 · scale · β · x · Σ dy · x · d^(−β−1) over the window turned round. */
export function localResponseNormGrad(out: Floats, dy: Floats, x: Floats, g: LocalResponseNormGeometry): void {
  const d = denominators(x, g);
  const cross = d.map((value, at) => dy[at] * x[at] * value ** (-g.beta - 1));
  forEachElement(g, (at, n, c, i, j) => {
    // The outputs that read this input: the window turned round.
    const total = windowSum(g, n, c, i, j, g.after, g.before, (from) => cross[from]);
    out[at] = dy[at] * d[at] ** -g.beta - 2 * g.scale * g.beta * x[at] * total;
  });
}
