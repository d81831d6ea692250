import type { Floats } from "../../src/devices/device.ts";

/** out[i] = e^x[i]. */
export function exp(out: Floats, x: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.exp(x[i]);
}
