import type { Floats } from "../../src/devices/device.ts";

export function neg(out: Floats, x: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = -x[i]!;
}
