import type { Fold } from "./sum.ts";
import type { Flat, Planes, Thread } from "./thread.ts";

/** Lines along an axis: their elements lie `inner` apart, and `line` elements make `inner` lines. */
export interface Lines {
  readonly line: number;
  readonly inner: number;
}

/** Σ exp(x − peak), of which a sum over several outputs makes the line's total. What is not below the peak or on it is NaN,
 *  and stays NaN. */
export function softmaxTotal(this: Thread<Fold & { readonly inner: number }>, x: Flat, peak: Planes): number {
  const last = quotient(
    this.constants.skip + this.constants.period - 1 - remainder(this.thread.x, this.constants.period),
    this.constants.period,
  );
  const top = peak[0][quotient(this.thread.x, this.constants.period)][remainder(this.thread.x, this.constants.inner)];
  let total = 0;
  for (let j = 0; j <= last; j++) {
    const below =
      x[
        this.thread.x + quotient(this.thread.x, this.constants.period) * this.constants.skip + j * this.constants.period
      ] - top;
    total += below <= 0 ? Math.exp(below) : below;
  }
  return total;
}

export function softmax(this: Thread<Lines>, x: Flat, peak: Planes, total: Planes): number {
  const below =
    x[this.thread.x] -
    peak[0][quotient(this.thread.x, this.constants.line)][remainder(this.thread.x, this.constants.inner)];
  return (
    (below <= 0 ? Math.exp(below) : below) /
    total[0][quotient(this.thread.x, this.constants.line)][remainder(this.thread.x, this.constants.inner)]
  );
}
