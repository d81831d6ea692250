import type { Flat, Thread } from "./thread.ts";

export function copy(this: Thread, x: Flat): number {
  return x[this.thread.x];
}
