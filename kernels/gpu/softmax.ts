import type { Fold } from "./sum.ts";
import type { Flat, Planes, Thread } from "./thread.ts";

/** Lines along an axis: their elements lie `inner` apart, and `line` elements make `inner` lines. */
export interface Lines {
  readonly line: number;
  readonly inner: number;
}

/** Σ exp(x − peak), of which a sum over several outputs makes the line's total. */
export function softmaxTotal(this: Thread<Fold & { readonly inner: number }>, x: Flat, peak: Planes): number {
  const last = quotient(
    this.constants.skip + this.constants.period - 1 - remainder(this.thread.x, this.constants.period),
    this.constants.period,
  );
  const top = peak[0][quotient(this.thread.x, this.constants.period)][remainder(this.thread.x, this.constants.inner)];
  let total = 0;
  for (let j = 0; j <= last; j++) {
    total += Math.exp(
      x[
        this.thread.x + quotient(this.thread.x, this.constants.period) * this.constants.skip + j * this.constants.period
      ] - top,
    );
  }
  return total;
}

export function softmax(this: Thread<Lines>, x: Flat, peak: Planes, total: Planes): number {
  const top = peak[0][quotient(this.thread.x, this.constants.line)][remainder(this.thread.x, this.constants.inner)];
  return (
    Math.exp(x[this.thread.x] - top) /
    total[0][quotient(this.thread.x, this.constants.line)][remainder(this.thread.x, this.constants.inner)]
  );
}
