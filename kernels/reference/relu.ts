import type { Floats } from "../../src/devices/device.ts";

/** out[i] = max(x[i], 0); NaN stays NaN. */
export function relu(out: Floats, x: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = x[i] <= 0 ? 0 : x[i];
}

/** out[i] = dy[i] where y[i] > 0 or NaN, else 0. */
export function reluGrad(out: Floats, dy: Floats, y: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = y[i] <= 0 ? 0 : dy[i];
}
