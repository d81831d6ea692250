import type { Flat, Thread } from "./thread.ts";

export function exp(this: Thread, x: Flat): number {
  return Math.exp(x[this.thread.x]);
}
