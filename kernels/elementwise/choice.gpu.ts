import type { Flat, Thread } from "../common/thread.ts";

/** dy passes where y is NaN. */
export function gate(this: Thread, dy: Flat, y: Flat): number {
  return y[this.thread.x] <= 0 ? 0 : dy[this.thread.x];
}

/** NaN is no zero. */
export function where(this: Thread, condition: Flat, a: Flat, b: Flat): number {
  return condition[this.thread.x] === 0 ? b[this.thread.x] : a[this.thread.x];
}
