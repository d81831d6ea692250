import type { Floats } from "../../src/devices/device.ts";
import type { AvgPool2dGeometry } from "../../src/devices/kernels.ts";
import { forEachWindow } from "./window.ts";

/** Calls `visit` with each output, each input element of its window, and the divisor. */
function forEachPair(g: AvgPool2dGeometry, visit: (y: number, x: number, divisor: number) => void): void {
  forEachWindow(g, (y, plane, a0, a1, b0, b1, top, left) => {
    const divisor = g.countIncludePad
      ? (Math.min(top + g.kh, g.h + g.bottom) - top) * (Math.min(left + g.kw, g.w + g.right) - left)
      : (a1 - a0) * (b1 - b0);
    for (let a = a0; a < a1; a++) {
      for (let b = b0; b < b1; b++) visit(y, plane + a * g.w + b, divisor);
    }
  });
}

export function avgPool2d(out: Floats, x: Floats, g: AvgPool2dGeometry): void {
  out.fill(0);
  forEachPair(g, (to, from, divisor) => {
    out[to]! += x[from]! / divisor;
  });
}

export function avgPool2dGrad(out: Floats, dy: Floats, g: AvgPool2dGeometry): void {
  out.fill(0);
  forEachPair(g, (from, to, divisor) => {
    out[to]! += dy[from]! / divisor;
  });
}
