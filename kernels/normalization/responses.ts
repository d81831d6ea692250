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
