import type { Flat, Planes, Thread } from "../common/thread.ts";

/** x_{r, label} for each row r; `invalid`, NaN, where the label is no whole number from 0 to classes − 1. */
export function pick(this: Thread, x: Planes, labels: Flat, classes: number, invalid: number): number {
  const label = labels[this.thread.x];
  if (Math.floor(label) === label && label >= 0 && label < classes) return x[this.thread.x][0][label];
  return invalid;
}

/** Rows of zeros with a 1 at the label; rows of `invalid`, NaN, where that is no whole number from 0 to classes − 1. */
export function oneHot(this: Thread<{ classes: number }>, labels: Flat, invalid: number): number {
  const label = labels[quotient(this.thread.x, this.constants.classes)];
  const column = remainder(this.thread.x, this.constants.classes);
  if (Math.floor(label) === label && label >= 0 && label < this.constants.classes) return label === column ? 1 : 0;
  return invalid;
}
