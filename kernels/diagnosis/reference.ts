import type { Floats } from "../../src/devices/device.ts";

/** out[0] = how many elements of x are NaN or infinite. */
export function countNonFinite(out: Floats, x: Floats): void {
  let count = 0;
  for (let i = 0; i < x.length; i++) if (!Number.isFinite(x[i])) count++;
  out[0] = count;
}
