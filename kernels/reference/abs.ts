import type { Floats } from "../../src/devices/device.ts";

/** out[i] = |x[i]|. */
export function abs(out: Floats, x: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.abs(x[i]);
}
