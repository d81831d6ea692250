import type { Flat, Thread } from "./thread.ts";

/** −∞ at 0 and NaN below it, which a GPU's log leaves open. */
export function log(this: Thread, x: Flat): number {
  const value = x[this.thread.x];
  return value > 0 ? Math.log(value) : value < 0 ? Math.sqrt(value) : -1 / Math.abs(value);
}
