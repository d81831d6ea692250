import type { AxisGeometry } from "../../src/core/geometry/axis.ts";
import type { Floats } from "../../src/devices/device.ts";

/** Visits every line along the axis: where it starts, its largest element, and Σ exp(x − peak). */
export function forEachLine(
  x: Floats,
  { outer, n, inner }: AxisGeometry,
  visit: (start: number, peak: number, total: number) => void,
): void {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = o * n * inner + i;
      let peak = Number.NEGATIVE_INFINITY;
      for (let j = 0; j < n; j++) peak = Math.max(peak, x[start + j * inner]);
      let total = 0;
      for (let j = 0; j < n; j++) total += Math.exp(x[start + j * inner] - peak);
      visit(start, peak, total);
    }
  }
}
