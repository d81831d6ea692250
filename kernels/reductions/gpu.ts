import type { Flat, Planes, Thread } from "../common/thread.ts";

/** Numbers that lie `period` apart in a row of `period + skip` are summed to one output: `period` outputs a row. */
export interface Fold {
  readonly period: number;
  readonly skip: number;
}

export function sum(this: Thread<Fold>, x: Flat): number {
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
  return total;
}

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

/** NaN wins: the sum is reached only where one of the two is NaN. */
export function min(this: Thread<Fold>, x: Flat): number {
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
    best = best <= value ? best : best > value ? value : best + value;
  }
  return best;
}

/** The first j whose x[o, j, i] is the largest, or NaN; x [outer, n, inner], a thread for each o and i. */
export function argmax(this: Thread<{ readonly n: number; readonly inner: number }>, x: Flat): number {
  let best = 0;
  let largest =
    x[
      quotient(this.thread.x, this.constants.inner) * this.constants.n * this.constants.inner +
        remainder(this.thread.x, this.constants.inner)
    ];
  let found = largest <= 0 || largest > 0 ? 0 : 1;
  for (let j = 1; j < this.constants.n; j++) {
    const value =
      x[
        (quotient(this.thread.x, this.constants.inner) * this.constants.n + j) * this.constants.inner +
          remainder(this.thread.x, this.constants.inner)
      ];
    if (found === 0 && !(value <= largest)) {
      found = value > largest ? 0 : 1;
      largest = value;
      best = j;
    }
  }
  return best;
}

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

/** NaN stays NaN, whatever a GPU takes its logarithm to be. */
export function logSoftmax(this: Thread<Lines>, x: Flat, peak: Planes, total: Planes): number {
  const top = peak[0][quotient(this.thread.x, this.constants.line)][remainder(this.thread.x, this.constants.inner)];
  const sum = total[0][quotient(this.thread.x, this.constants.line)][remainder(this.thread.x, this.constants.inner)];
  return x[this.thread.x] - top - (sum > 0 ? Math.log(sum) : sum);
}
