import type { Planes, Thread } from "../common/thread.ts";

/** x is [planes, rows, columns]; an element's window reaches `up` rows and `left` columns back and has `windowRows` rows
 *  and `windowColumns` columns. */
export interface Neighborhood {
  readonly rows: number;
  readonly columns: number;
  readonly up: number;
  readonly left: number;
  readonly windowRows: number;
  readonly windowColumns: number;
}

/** In the gradient, which sums over the window turned round too. */
export interface TurnedWindow {
  readonly down: number;
  readonly right: number;
}

/** d^e = d^wholes · √d^halves · ⁴√d^quarters · d^rest: no power is left for the usual exponents. */
export interface Exponent {
  readonly wholes: number;
  readonly halves: number;
  readonly quarters: number;
}

/** x · d^−e, d = k + scale · Σ x² over the window */
export function localResponseNorm(
  this: Thread<Neighborhood & Exponent>,
  x: Planes,
  k: number,
  scale: number,
  rest: number,
): number {
  const row = remainder(quotient(this.thread.x, this.constants.columns), this.constants.rows);
  const column = remainder(this.thread.x, this.constants.columns);
  let squares = 0;
  for (let u = 0; u < this.constants.windowRows; u++) {
    const a = row + u - this.constants.up;
    if (a >= 0 && a < this.constants.rows) {
      for (let v = 0; v < this.constants.windowColumns; v++) {
        const b = column + v - this.constants.left;
        if (b >= 0 && b < this.constants.columns) {
          const value = x[quotient(this.thread.x, this.constants.rows * this.constants.columns)][a][b];
          squares += value * value;
        }
      }
    }
  }
  const d = k + scale * squares;
  let power = 1;
  // What a GPU calls pow takes positive numbers.
  if (rest !== 0) power = d > 0 ? d ** rest : rest > 0 ? d : 1 / d;
  for (let i = 0; i < this.constants.wholes; i++) power *= d;
  if (this.constants.halves === 1) power *= Math.sqrt(d);
  if (this.constants.quarters === 1) power *= Math.sqrt(Math.sqrt(d));
  return x[quotient(this.thread.x, this.constants.rows * this.constants.columns)][row][column] / power;
}

/** ∂x = dy · d^−β − slope · x · Σ dy · z over the window turned round, slope = 2 · scale · β
 *  @param z x · d^(−β−1) */
export function localResponseNormGrad(
  this: Thread<Neighborhood & TurnedWindow & Exponent>,
  dy: Planes,
  x: Planes,
  z: Planes,
  k: number,
  scale: number,
  rest: number,
  slope: number,
): number {
  const row = remainder(quotient(this.thread.x, this.constants.columns), this.constants.rows);
  const column = remainder(this.thread.x, this.constants.columns);
  let squares = 0;
  let cross = 0;
  for (let u = 0; u < this.constants.windowRows; u++) {
    const a = row + u - this.constants.up;
    const p = row + u - this.constants.down;
    for (let v = 0; v < this.constants.windowColumns; v++) {
      const b = column + v - this.constants.left;
      const q = column + v - this.constants.right;
      if (a >= 0 && a < this.constants.rows && b >= 0 && b < this.constants.columns) {
        const value = x[quotient(this.thread.x, this.constants.rows * this.constants.columns)][a][b];
        squares += value * value;
      }
      if (p >= 0 && p < this.constants.rows && q >= 0 && q < this.constants.columns) {
        cross +=
          dy[quotient(this.thread.x, this.constants.rows * this.constants.columns)][p][q] *
          z[quotient(this.thread.x, this.constants.rows * this.constants.columns)][p][q];
      }
    }
  }
  const d = k + scale * squares;
  let power = 1;
  // What a GPU calls pow takes positive numbers.
  if (rest !== 0) power = d > 0 ? d ** rest : rest > 0 ? d : 1 / d;
  for (let i = 0; i < this.constants.wholes; i++) power *= d;
  if (this.constants.halves === 1) power *= Math.sqrt(d);
  if (this.constants.quarters === 1) power *= Math.sqrt(Math.sqrt(d));
  const direct = dy[quotient(this.thread.x, this.constants.rows * this.constants.columns)][row][column] / power;
  const own = x[quotient(this.thread.x, this.constants.rows * this.constants.columns)][row][column];
  return direct - slope * own * cross;
}
