import type { Floats } from "../../src/devices/device.ts";
import type { FillGeometry } from "../../src/devices/kernels.ts";

/** out[i] = value. */
export function fill(out: Floats, { value }: FillGeometry): void {
  out.fill(value);
}
