import type { Floats } from "../../src/devices/device.ts";

export function abs(out: Floats, x: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.abs(x[i]!);
}
