import type { ReduceGeometry } from "../../src/core/geometry/strided.ts";
import type { Floats } from "../../src/devices/device.ts";
import { forEach } from "./walk.ts";

/** out[i] = Σ x / count over the elements of output i. */
export function mean(out: Floats, x: Floats, g: ReduceGeometry): void {
  forEach(g.kept, (i, start) => {
    let total = 0;
    forEach(g.reduced, (_, offset) => {
      total += x[start + offset];
    });
    out[i] = total / g.count;
  });
}
