import type { Floats } from "../../src/devices/device.ts";

/** out[i] = ln x[i]. */
export function log(out: Floats, x: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.log(x[i]);
}
