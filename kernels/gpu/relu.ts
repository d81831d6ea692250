import type { Flat, Thread } from "./thread.ts";

/** NaN stays NaN. */
export function relu(this: Thread, x: Flat): number {
  const value = x[this.thread.x];
  return value <= 0 ? 0 : value;
}

/** dy passes where y is NaN. */
export function reluGrad(this: Thread, dy: Flat, y: Flat): number {
  return y[this.thread.x] <= 0 ? 0 : dy[this.thread.x];
}
