import type { LocalResponseNormGeometry } from "../../src/core/geometry/localResponseNorm.ts";
import type { Floats } from "../../src/devices/device.ts";

/** Sums `term` over the window around element (c, i, j) of image n; `before` and `after` say how far it reaches. */
export function windowSum(
  g: LocalResponseNormGeometry,
  n: number,
  c: number,
  i: number,
  j: number,
  before: number,
  after: number,
  term: (at: number) => number,
): number {
  const plane = g.h * g.w;
  const image = n * g.c * plane;
  let total = 0;
  if (g.acrossChannels) {
    const end = Math.min(g.c - 1, c + after);
    for (let d = Math.max(0, c - before); d <= end; d++) total += term(image + d * plane + i * g.w + j);
    return total;
  }
  const aEnd = Math.min(g.h - 1, i + after);
  const bEnd = Math.min(g.w - 1, j + after);
  for (let a = Math.max(0, i - before); a <= aEnd; a++) {
    for (let b = Math.max(0, j - before); b <= bEnd; b++) total += term(image + c * plane + a * g.w + b);
  }
  return total;
}

/** Calls `visit` for each element, with its coordinates. */
export function forEachElement(
  g: LocalResponseNormGeometry,
  visit: (at: number, n: number, c: number, i: number, j: number) => void,
): void {
  let at = 0;
  for (let n = 0; n < g.n; n++) {
    for (let c = 0; c < g.c; c++) {
      for (let i = 0; i < g.h; i++) {
        for (let j = 0; j < g.w; j++) visit(at++, n, c, i, j);
      }
    }
  }
}

/** d = k + scale · Σ x², element by element. */
export function denominators(x: Floats, g: LocalResponseNormGeometry): Float64Array {
  const d = new Float64Array(x.length);
  forEachElement(g, (at, n, c, i, j) => {
    d[at] = g.k + g.scale * windowSum(g, n, c, i, j, g.before, g.after, (from) => x[from] * x[from]);
  });
  return d;
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
