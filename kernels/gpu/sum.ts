import type { Flat, Thread } from "./thread.ts";

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
