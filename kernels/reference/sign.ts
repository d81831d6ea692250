import type { Floats } from "../../src/devices/device.ts";

export function sign(out: Floats, x: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.sign(x[i]!);
}
