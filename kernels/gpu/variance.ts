import type { Fold } from "./sum.ts";
import type { Flat, Thread } from "./thread.ts";

/** Σ (x − mean)² / divisor, of which a sum over several outputs makes the variance. The mean of x[i] is number
 *  ⌊i / inner⌋ mod meanPeriod, the same for all that one thread adds up. */
export function variance(
  this: Thread<Fold>,
  x: Flat,
  mean: Flat,
  inner: number,
  meanPeriod: number,
  divisor: number,
): number {
  const last = quotient(
    this.constants.skip + this.constants.period - 1 - remainder(this.thread.x, this.constants.period),
    this.constants.period,
  );
  const center =
    mean[
      remainder(
        quotient(this.thread.x + quotient(this.thread.x, this.constants.period) * this.constants.skip, inner),
        meanPeriod,
      )
    ];
  let total = 0;
  for (let j = 0; j <= last; j++) {
    const deviation =
      x[
        this.thread.x + quotient(this.thread.x, this.constants.period) * this.constants.skip + j * this.constants.period
      ] - center;
    total += deviation * deviation;
  }
  return total / divisor;
}
