import type { Pool2dGeometry } from "../../src/core/geometry/pool2d.ts";

/** Visits every output element `y` of a pooling layer with the part of its window that lies inside the input: rows
 *  [a0, a1) and columns [b0, b1) of the plane that starts at `x`. (top, left) is the window's unclipped corner. */
export function forEachWindow(
  g: Pool2dGeometry,
  visit: (y: number, x: number, a0: number, a1: number, b0: number, b1: number, top: number, left: number) => void,
): void {
  let y = 0;
  for (let plane = 0; plane < g.n * g.c; plane++) {
    for (let i = 0; i < g.oh; i++) {
      const top = i * g.sh - g.top;
      const [a0, a1] = [Math.max(top, 0), Math.min(top + g.kh, g.h)];
      for (let j = 0; j < g.ow; j++) {
        const left = j * g.sw - g.left;
        visit(y++, plane * g.h * g.w, a0, a1, Math.max(left, 0), Math.min(left + g.kw, g.w), top, left);
      }
    }
  }
}
