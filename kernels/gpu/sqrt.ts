import type { Flat, Thread } from "./thread.ts";

export function sqrt(this: Thread, x: Flat): number {
  return Math.sqrt(x[this.thread.x]);
}
