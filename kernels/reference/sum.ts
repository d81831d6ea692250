import type { ReduceGeometry } from "../../src/core/geometry/strided.ts";
import type { Floats } from "../../src/devices/device.ts";
import { forEach } from "./walk.ts";

/** out[i] = Σ x over the elements of output i. */
export function sum(out: Floats, x: Floats, g: ReduceGeometry): void {
  forEach(g.kept, (i, start) => {
    let total = 0;
    forEach(g.reduced, (_, offset) => {
      total += x[start + offset];
    });
    out[i] = total;
  });
}
