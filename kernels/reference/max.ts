import type { ReduceGeometry } from "../../src/core/geometry/strided.ts";
import type { Floats } from "../../src/devices/device.ts";
import { forEach } from "./walk.ts";

/** out[i] = max x over the elements of output i; NaN wins. */
export function max(out: Floats, x: Floats, g: ReduceGeometry): void {
  forEach(g.kept, (i, start) => {
    let best = Number.NEGATIVE_INFINITY;
    forEach(g.reduced, (_, offset) => {
      best = Math.max(best, x[start + offset]);
    });
    out[i] = best;
  });
}
