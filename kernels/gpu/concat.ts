import type { Flat, Thread } from "./thread.ts";

interface Rows {
  readonly aRow: number;
  readonly bRow: number;
}

/** Row by row: aRow elements of a, then bRow of b. */
export function concat(this: Thread<Rows>, a: Flat, b: Flat): number {
  if (remainder(this.thread.x, this.constants.aRow + this.constants.bRow) < this.constants.aRow) {
    return a[this.thread.x - quotient(this.thread.x, this.constants.aRow + this.constants.bRow) * this.constants.bRow];
  }
  return b[
    this.thread.x - (quotient(this.thread.x, this.constants.aRow + this.constants.bRow) + 1) * this.constants.aRow
  ];
}
