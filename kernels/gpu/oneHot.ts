import type { Flat, Thread } from "./thread.ts";

/** Rows of zeros with a 1 at the label; rows of `invalid`, NaN, where that is no whole number from 0 to classes − 1. */
export function oneHot(this: Thread<{ classes: number }>, labels: Flat, invalid: number): number {
  const label = labels[quotient(this.thread.x, this.constants.classes)];
  const column = remainder(this.thread.x, this.constants.classes);
  if (Math.floor(label) === label && label >= 0 && label < this.constants.classes) return label === column ? 1 : 0;
  return invalid;
}
