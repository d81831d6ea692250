import type { Floats } from "../../src/devices/device.ts";

export function tanh(out: Floats, x: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.tanh(x[i]!);
}
