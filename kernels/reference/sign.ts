import type { Floats } from "../../src/devices/device.ts";

/** out[i] = ±1 with the sign of x[i]; ±0 and NaN stay as they are. */
export function sign(out: Floats, x: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.sign(x[i]);
}
