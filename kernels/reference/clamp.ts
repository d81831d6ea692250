import type { ClampGeometry } from "../../src/core/geometry/clamp.ts";
import type { Floats } from "../../src/devices/device.ts";

/** out[i] = x[i], no less than min and no more than max; NaN stays NaN. */
export function clamp(out: Floats, x: Floats, { min, max }: ClampGeometry): void {
  for (let i = 0; i < out.length; i++) out[i] = x[i] < min ? min : x[i] > max ? max : x[i];
}
