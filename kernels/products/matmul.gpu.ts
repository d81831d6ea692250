import type { Flat, Planes, Thread } from "../common/thread.ts";

export interface Sizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Read a as [k, m]; read b as [n, k]. */
  readonly transposeA: number;
  readonly transposeB: number;
  /** Matrices from one of the batch to the next: 1, or 0 where all share one. */
  readonly aStep: number;
  readonly bStep: number;
  readonly hasBias: number;
}

/** y[b, i, j] = Σ_l a[b, i, l] · b[b, l, j] + bias[j] */
export function matmul(this: Thread<Sizes>, a: Planes, b: Planes, bias: Flat): number {
  const j = remainder(this.thread.x, this.constants.n);
  const i = remainder(quotient(this.thread.x, this.constants.n), this.constants.m);
  const matrix = quotient(this.thread.x, this.constants.m * this.constants.n);
  const aMatrix = matrix * this.constants.aStep;
  const bMatrix = matrix * this.constants.bStep;
  let total = 0;
  for (let l = 0; l < this.constants.k; l++) {
    let left = 0;
    if (this.constants.transposeA === 1) left = a[aMatrix][l][i];
    else left = a[aMatrix][i][l];
    if (this.constants.transposeB === 1) total += left * b[bMatrix][j][l];
    else total += left * b[bMatrix][l][j];
  }
  if (this.constants.hasBias === 1) total += bias[j];
  return total;
}

/** Four columns at a time: each element of a is read once for all of them. Rows of the output are padded to a multiple of
 *  four. Threads: quads of columns, rows, matrices. */
export function matmulVectors(this: Thread<Sizes>, a: Planes, b: Planes, bias: Flat): readonly number[] {
  const i = this.thread.y;
  const j = this.thread.x * 4;
  const aMatrix = this.thread.z * this.constants.aStep;
  const bMatrix = this.thread.z * this.constants.bStep;
  let total0 = 0;
  let total1 = 0;
  let total2 = 0;
  let total3 = 0;
  if (this.constants.hasBias === 1) {
    total0 = bias[j];
    total1 = bias[j + 1];
    total2 = bias[j + 2];
    total3 = bias[j + 3];
  }
  for (let l = 0; l < this.constants.k; l++) {
    let left = 0;
    if (this.constants.transposeA === 1) left = a[aMatrix][l][i];
    else left = a[aMatrix][i][l];
    if (this.constants.transposeB === 1) {
      total0 += left * b[bMatrix][j][l];
      total1 += left * b[bMatrix][j + 1][l];
      total2 += left * b[bMatrix][j + 2][l];
      total3 += left * b[bMatrix][j + 3][l];
    } else {
      total0 += left * b[bMatrix][l][j];
      total1 += left * b[bMatrix][l][j + 1];
      total2 += left * b[bMatrix][l][j + 2];
      total3 += left * b[bMatrix][l][j + 3];
    }
  }
  return [total0, total1, total2, total3];
}

/** The output without the padding of its rows. */
export function cropRows(this: Thread<{ n: number }>, padded: Planes): number {
  return padded[0][quotient(this.thread.x, this.constants.n)][remainder(this.thread.x, this.constants.n)];
}
