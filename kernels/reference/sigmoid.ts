import type { Floats } from "../../src/devices/device.ts";

/** out[i] = 1 / (1 + e^−x[i]). The branch keeps exp from overflowing. */
export function sigmoid(out: Floats, x: Floats): void {
  for (let i = 0; i < out.length; i++) {
    const e = Math.exp(-Math.abs(x[i]));
    out[i] = (x[i] >= 0 ? 1 : e) / (1 + e);
  }
}
