import type { Flat, Thread } from "./thread.ts";

/** A GPU's exp may take NaN for a number; the product makes NaN of it, and ∞ of what would overflow. */
export function exp(this: Thread, x: Flat): number {
  const value = x[this.thread.x];
  return value < 89 ? Math.exp(value) : value * 3.4028234663852886e38;
}
