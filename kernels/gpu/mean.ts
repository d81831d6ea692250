import type { Fold } from "./sum.ts";
import type { Flat, Thread } from "./thread.ts";

/** Σ x / count, of which a sum over several outputs makes the mean. */
export function mean(this: Thread<Fold>, x: Flat, count: number): number {
  const last = quotient(
    this.constants.skip + this.constants.period - 1 - remainder(this.thread.x, this.constants.period),
    this.constants.period,
  );
  let total = 0;
  for (let j = 0; j <= last; j++) {
    total +=
      x[
        this.thread.x + quotient(this.thread.x, this.constants.period) * this.constants.skip + j * this.constants.period
      ];
  }
  return total / count;
}
