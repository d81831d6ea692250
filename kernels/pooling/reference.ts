import type { AvgPool2dGeometry, Pool2dGeometry } from "../../src/core/geometry/pool2d.ts";
import type { Floats } from "../../src/devices/device.ts";
import { forEachWindow } from "../common/window.ts";

/** out[p, i, j] = max_{u,v} x[p, i·sh + u − top, j·sw + v − left], over the taps inside the input; x [n·c, h, w],
 *  out [n·c, oh, ow]. */
export function maxPool2d(out: Floats, x: Floats, g: Pool2dGeometry): void {
  forEachWindow(g, (y, plane, a0, a1, b0, b1) => {
    let best = Number.NEGATIVE_INFINITY;
    for (let a = a0; a < a1; a++) {
      for (let b = b0; b < b1; b++) best = Math.max(best, x[plane + a * g.w + b]);
    }
    out[y] = best;
  });
}

/** out[p, i, j] = u·kw + v, where the winner of window (i, j) lies within it: the first NaN, else the first of the
 *  largest. */
export function maxPool2dOffset(out: Floats, x: Floats, g: Pool2dGeometry): void {
  forEachWindow(g, (y, plane, a0, a1, b0, b1, top, left) => {
    let best = Number.NEGATIVE_INFINITY;
    let offset = (a0 - top) * g.kw + b0 - left;
    for (let a = a0; a < a1; a++) {
      for (let b = b0; b < b1; b++) {
        const value = x[plane + a * g.w + b];
        if (value <= best || Number.isNaN(best)) continue;
        if (value > best || Number.isNaN(value)) {
          best = value;
          offset = (a - top) * g.kw + b - left;
        }
      }
    }
    out[y] = offset;
  });
}

/** out[p, a, b] = Σ dy[p, i, j] over the windows (i, j) that (a, b) won. */
export function maxPool2dGrad(out: Floats, dy: Floats, offset: Floats, g: Pool2dGeometry): void {
  const sums = new Float64Array(out.length);
  forEachWindow(g, (y, plane, _a0, _a1, _b0, _b1, top, left) => {
    sums[plane + winner(offset[y], top, left, g)] += dy[y];
  });
  out.set(sums);
}

/** out[p, i, j] = x[p, a, b] at the winner (a, b) of window (i, j). */
export function maxPool2dGather(out: Floats, x: Floats, offset: Floats, g: Pool2dGeometry): void {
  forEachWindow(g, (y, plane, _a0, _a1, _b0, _b1, top, left) => {
    out[y] = x[plane + winner(offset[y], top, left, g)];
  });
}

function winner(offset: number, top: number, left: number, { w, kw }: Pool2dGeometry): number {
  return (top + Math.floor(offset / kw)) * w + left + (offset % kw);
}

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
