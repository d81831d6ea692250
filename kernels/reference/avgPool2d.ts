import type { AvgPool2dGeometry } from "../../src/core/geometry/pool2d.ts";
import type { Floats } from "../../src/devices/device.ts";
import { forEachWindow } from "./window.ts";

/** What the window of an output is divided by; see `forEachWindow`. */
function divisor(g: AvgPool2dGeometry, top: number, left: number, inside: number): number {
  if (!g.countIncludePad) return inside;
  return (Math.min(top + g.kh, g.h + g.bottom) - top) * (Math.min(left + g.kw, g.w + g.right) - left);
}

/** out[p, i, j] = Σ_{u,v} x[p, i·sh + u − top, j·sw + v − left] / divisor(i, j), over the taps inside the input;
 *  x [n·c, h, w], out [n·c, oh, ow]. */
export function avgPool2d(out: Floats, x: Floats, g: AvgPool2dGeometry): void {
  forEachWindow(g, (y, plane, a0, a1, b0, b1, top, left) => {
    let total = 0;
    for (let a = a0; a < a1; a++) {
      for (let b = b0; b < b1; b++) total += x[plane + a * g.w + b];
    }
    out[y] = total / divisor(g, top, left, (a1 - a0) * (b1 - b0));
  });
}

/** out[p, a, b] = Σ dy[p, i, j] / divisor(i, j) over the windows (i, j) that cover (a, b). */
export function avgPool2dGrad(out: Floats, dy: Floats, g: AvgPool2dGeometry): void {
  const sums = new Float64Array(out.length);
  forEachWindow(g, (y, plane, a0, a1, b0, b1, top, left) => {
    const share = dy[y] / divisor(g, top, left, (a1 - a0) * (b1 - b0));
    for (let a = a0; a < a1; a++) {
      for (let b = b0; b < b1; b++) sums[plane + a * g.w + b] += share;
    }
  });
  out.set(sums);
}
