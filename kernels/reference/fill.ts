import type { FillGeometry } from "../../src/core/geometry/fill.ts";
import type { Floats } from "../../src/devices/device.ts";

/** out[i] = value. */
export function fill(out: Floats, { value }: FillGeometry): void {
  out.fill(value);
}
