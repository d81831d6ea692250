import type { Floats } from "../../src/devices/device.ts";

/** out[i] = tanh x[i]. */
export function tanh(out: Floats, x: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.tanh(x[i]);
}
