import type { Flat, Thread } from "./thread.ts";

/** tanh |x| = (1 − e) / (1 + e) with e = e^{−2|x|}, which cannot overflow; near 0, where that cancels, the polynomial of
 *  S. Moshier's Cephes library. NaN stays NaN. */
export function tanh(this: Thread, x: Flat): number {
  const value = x[this.thread.x];
  const square = value * value;
  if (square < 0.390625) {
    let p = -5.70498872745e-3 * square + 2.06390887954e-2;
    p = p * square - 5.37397155531e-2;
    p = p * square + 1.33314422036e-1;
    p = p * square - 3.33332819422e-1;
    return p * square * value + value;
  }
  const e = Math.exp(-2 * Math.abs(value));
  const size = (1 - e) / (1 + e);
  return value < 0 ? -size : value > 0 ? size : value;
}
