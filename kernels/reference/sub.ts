import type { BroadcastGeometry } from "../../src/core/geometry/strided.ts";
import type { Floats } from "../../src/devices/device.ts";
import { forEach } from "./walk.ts";

/** out[i] = a[j] − b[k]. */
export function sub(out: Floats, a: Floats, b: Floats, g: BroadcastGeometry): void {
  forEach(g.walk, (i, j, k) => {
    out[i] = a[j] - b[k];
  });
}
