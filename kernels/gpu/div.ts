import type { Flat, Thread } from "./thread.ts";

export function div(this: Thread, a: Flat, b: Flat): number {
  return a[this.thread.x] / b[this.thread.x];
}

export function divStretched(
  this: Thread,
  a: Flat,
  b: Flat,
  aInner: number,
  aPeriod: number,
  bInner: number,
  bPeriod: number,
): number {
  return (
    a[remainder(quotient(this.thread.x, aInner), aPeriod)] / b[remainder(quotient(this.thread.x, bInner), bPeriod)]
  );
}
