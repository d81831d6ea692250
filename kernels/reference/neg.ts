import type { Floats } from "../../src/devices/device.ts";

/** out[i] = −x[i]. */
export function neg(out: Floats, x: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = -x[i];
}
