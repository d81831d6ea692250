import type { Floats } from "../../src/devices/device.ts";
import type { FillGeometry } from "../../src/devices/kernels.ts";

export function fill(out: Floats, { value }: FillGeometry): void {
  out.fill(value);
}
