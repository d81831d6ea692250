import type { Pool2dGeometry } from "../../src/core/geometry/pool2d.ts";
import type { Flat, Planes, Thread } from "../common/thread.ts";

export type PoolSizes = Pick<Pool2dGeometry, "h" | "w" | "kh" | "kw" | "oh" | "ow" | "sh" | "sw" | "top" | "left">;

/** A window that covers an element is one of the last `rows` × `columns` that begin at or before it. */
export interface Cover {
  readonly rows: number;
  readonly columns: number;
}

/** y[i, j] = max x[i·sh + u − top, j·sw + v − left] over the window inside the input.
 *  NaN wins: the sum is reached only where one of the two is NaN. */
export function maxPool2d(this: Thread<PoolSizes>, x: Planes): number {
  const i = remainder(quotient(this.thread.x, this.constants.ow), this.constants.oh);
  const j = remainder(this.thread.x, this.constants.ow);
  const top = i * this.constants.sh - this.constants.top;
  const left = j * this.constants.sw - this.constants.left;
  const a0 = Math.max(top, 0);
  const b0 = Math.max(left, 0);
  let best = x[quotient(this.thread.x, this.constants.oh * this.constants.ow)][a0][b0];
  for (let u = 0; u < this.constants.kh; u++) {
    const a = top + u;
    if (a >= 0 && a < this.constants.h) {
      for (let v = 0; v < this.constants.kw; v++) {
        const b = left + v;
        if (b >= 0 && b < this.constants.w) {
          const value = x[quotient(this.thread.x, this.constants.oh * this.constants.ow)][a][b];
          best = best >= value ? best : best < value ? value : best + value;
        }
      }
    }
  }
  return best;
}

/** The winner's offset u·kw + v within its window: the first NaN, else the first of the largest. */
export function maxPool2dOffset(this: Thread<PoolSizes>, x: Planes): number {
  const i = remainder(quotient(this.thread.x, this.constants.ow), this.constants.oh);
  const j = remainder(this.thread.x, this.constants.ow);
  const top = i * this.constants.sh - this.constants.top;
  const left = j * this.constants.sw - this.constants.left;
  const a0 = Math.max(top, 0);
  const b0 = Math.max(left, 0);
  let best = x[quotient(this.thread.x, this.constants.oh * this.constants.ow)][a0][b0];
  let offset = (a0 - top) * this.constants.kw + b0 - left;
  let foundNaN = 0;
  for (let u = 0; u < this.constants.kh; u++) {
    const a = top + u;
    if (a >= 0 && a < this.constants.h) {
      for (let v = 0; v < this.constants.kw; v++) {
        const b = left + v;
        if (b >= 0 && b < this.constants.w) {
          const value = x[quotient(this.thread.x, this.constants.oh * this.constants.ow)][a][b];
          if (foundNaN === 0 && !(value <= best)) {
            foundNaN = value > best ? 0 : 1;
            best = value;
            offset = u * this.constants.kw + v;
          }
        }
      }
    }
  }
  return offset;
}

/** ∂x[a, b] = Σ dy[i, j] over the windows that (a, b) won. */
export function maxPool2dGrad(this: Thread<PoolSizes & Cover>, dy: Planes, offset: Planes): number {
  const row = remainder(quotient(this.thread.x, this.constants.w), this.constants.h);
  const column = remainder(this.thread.x, this.constants.w);
  const a = row + this.constants.top;
  const b = column + this.constants.left;
  const lastRow = quotient(a, this.constants.sh);
  const lastColumn = quotient(b, this.constants.sw);
  let total = 0;
  for (let r = 0; r < this.constants.rows; r++) {
    const i = lastRow - r;
    const u = a - i * this.constants.sh;
    if (i >= 0 && i < this.constants.oh && u < this.constants.kh) {
      for (let s = 0; s < this.constants.columns; s++) {
        const j = lastColumn - s;
        const v = b - j * this.constants.sw;
        if (j >= 0 && j < this.constants.ow && v < this.constants.kw) {
          const winner = offset[quotient(this.thread.x, this.constants.h * this.constants.w)][i][j];
          if (winner === u * this.constants.kw + v) {
            total += dy[quotient(this.thread.x, this.constants.h * this.constants.w)][i][j];
          }
        }
      }
    }
  }
  return total;
}

/** y[i, j] = x at the winner of window (i, j). */
export function maxPool2dGather(this: Thread<PoolSizes>, x: Planes, offset: Flat): number {
  const i = remainder(quotient(this.thread.x, this.constants.ow), this.constants.oh);
  const j = remainder(this.thread.x, this.constants.ow);
  const winner = offset[this.thread.x];
  const u = quotient(winner, this.constants.kw);
  const v = remainder(winner, this.constants.kw);
  const a = i * this.constants.sh + u - this.constants.top;
  const b = j * this.constants.sw + v - this.constants.left;
  return x[quotient(this.thread.x, this.constants.oh * this.constants.ow)][a][b];
}
