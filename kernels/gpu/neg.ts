import type { Flat, Thread } from "./thread.ts";

export function neg(this: Thread, x: Flat): number {
  return -x[this.thread.x];
}
