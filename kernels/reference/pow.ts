import type { BroadcastGeometry } from "../../src/core/geometry/strided.ts";
import type { Floats } from "../../src/devices/device.ts";
import { forEach } from "./walk.ts";

/** out[i] = a[j] to the power b[k], by IEEE 754: 1 to any power is 1, and so is −1 to an infinite one; JavaScript's **
 *  has NaN there. */
export function pow(out: Floats, a: Floats, b: Floats, g: BroadcastGeometry): void {
  forEach(g.walk, (i, j, k) => {
    out[i] = power(a[j], b[k]);
  });
}

function power(a: number, b: number): number {
  if (a === 1 || (a === -1 && Math.abs(b) === Number.POSITIVE_INFINITY)) return 1;
  return a ** b;
}
