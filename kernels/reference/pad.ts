import type { PadGeometry } from "../../src/core/geometry/strided.ts";
import type { Floats } from "../../src/devices/device.ts";
import { forEach } from "./walk.ts";

export function pad(out: Floats, x: Floats, g: PadGeometry): void {
  out.fill(g.value);
  forEach(g.walk, (i, offset) => {
    out[g.offset + offset] = x[i]!;
  });
}
