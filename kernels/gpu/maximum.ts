import type { Flat, Thread } from "./thread.ts";

/** NaN wins: the sum is reached only where one of the two is NaN. */
export function maximum(this: Thread, a: Flat, b: Flat): number {
  const left = a[this.thread.x];
  const right = b[this.thread.x];
  return left >= right ? left : left < right ? right : left + right;
}

export function maximumStretched(
  this: Thread,
  a: Flat,
  b: Flat,
  aInner: number,
  aPeriod: number,
  bInner: number,
  bPeriod: number,
): number {
  const left = a[remainder(quotient(this.thread.x, aInner), aPeriod)];
  const right = b[remainder(quotient(this.thread.x, bInner), bPeriod)];
  return left >= right ? left : left < right ? right : left + right;
}
