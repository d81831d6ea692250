import type { BroadcastGeometry } from "../../src/core/geometry/strided.ts";
import type { Floats } from "../../src/devices/device.ts";
import { forEach } from "./walk.ts";

/** out[i] = the larger of a[j] and b[k]; NaN wins. */
export function maximum(out: Floats, a: Floats, b: Floats, g: BroadcastGeometry): void {
  forEach(g.walk, (i, j, k) => {
    out[i] = Math.max(a[j], b[k]);
  });
}
