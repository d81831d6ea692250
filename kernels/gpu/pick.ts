import type { Flat, Planes, Thread } from "./thread.ts";

/** x_{r, label} for each row r; `invalid`, NaN, where the label is no whole number from 0 to classes − 1. */
export function pick(this: Thread, x: Planes, labels: Flat, classes: number, invalid: number): number {
  const label = labels[this.thread.x];
  if (Math.floor(label) === label && label >= 0 && label < classes) return x[this.thread.x][0][label];
  return invalid;
}
