import type { Flat, Thread } from "./thread.ts";

export function log(this: Thread, x: Flat): number {
  return Math.log(x[this.thread.x]);
}
