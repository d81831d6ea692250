import type { Flat, Thread } from "./thread.ts";

/** NaN stays NaN. */
export function clamp(this: Thread, x: Flat, min: number, max: number): number {
  const value = x[this.thread.x];
  return value < min ? min : value > max ? max : value;
}
