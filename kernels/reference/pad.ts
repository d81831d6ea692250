import type { PadGeometry } from "../../src/core/geometry/strided.ts";
import type { Floats } from "../../src/devices/device.ts";
import { forEach } from "./walk.ts";

/** out[offset + Σ i_d · stride_d] = x[i], `value` elsewhere. */
export function pad(out: Floats, x: Floats, g: PadGeometry): void {
  out.fill(g.value);
  forEach(g.walk, (i, offset) => {
    out[g.offset + offset] = x[i];
  });
}
