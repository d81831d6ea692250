import type { StridedGeometry } from "../../src/core/geometry/strided.ts";
import type { Floats } from "../../src/devices/device.ts";
import { forEach } from "./walk.ts";

/** out[i] = x[offset + Σ i_d · stride_d]. */
export function strided(out: Floats, x: Floats, g: StridedGeometry): void {
  forEach(g.walk, (i, offset) => {
    out[i] = x[g.offset + offset];
  });
}
