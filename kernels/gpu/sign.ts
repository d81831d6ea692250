import type { Flat, Thread } from "./thread.ts";

/** NaN stays NaN. */
export function sign(this: Thread, x: Flat): number {
  const value = x[this.thread.x];
  return value > 0 ? 1 : value < 0 ? -1 : value;
}
