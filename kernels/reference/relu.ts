import type { Floats } from "../../src/devices/device.ts";

/** NaN stays NaN. */
export function relu(out: Floats, x: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = x[i]! <= 0 ? 0 : x[i]!;
}

/** dy passes where y is NaN. */
export function reluGrad(out: Floats, dy: Floats, y: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = y[i]! <= 0 ? 0 : dy[i]!;
}
