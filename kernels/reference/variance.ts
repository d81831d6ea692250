import type { VarianceGeometry } from "../../src/core/geometry/strided.ts";
import type { Floats } from "../../src/devices/device.ts";
import { forEach } from "./walk.ts";

/** out[i] = Σ (x − mean[i])² / divisor over the elements of output i. */
export function variance(out: Floats, x: Floats, mean: Floats, g: VarianceGeometry): void {
  forEach(g.kept, (i, start) => {
    let total = 0;
    forEach(g.reduced, (_, offset) => {
      total += (x[start + offset] - mean[i]) ** 2;
    });
    out[i] = total / g.divisor;
  });
}
