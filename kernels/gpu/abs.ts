import type { Flat, Thread } from "./thread.ts";

export function abs(this: Thread, x: Flat): number {
  return Math.abs(x[this.thread.x]);
}
