import type { Fold } from "./sum.ts";
import type { Flat, Thread } from "./thread.ts";

/** NaN wins: the sum is reached only where one of the two is NaN. */
export function max(this: Thread<Fold>, x: Flat): number {
  const last = quotient(
    this.constants.skip + this.constants.period - 1 - remainder(this.thread.x, this.constants.period),
    this.constants.period,
  );
  let best = x[this.thread.x + quotient(this.thread.x, this.constants.period) * this.constants.skip];
  for (let j = 1; j <= last; j++) {
    const value =
      x[
        this.thread.x + quotient(this.thread.x, this.constants.period) * this.constants.skip + j * this.constants.period
      ];
    best = best >= value ? best : best < value ? value : best + value;
  }
  return best;
}
