import type { Planes, Thread } from "../common/thread.ts";
import type { Cover, PoolSizes } from "./maxPool2d.gpu.ts";

/** A window is divided by how many of these rows and columns it covers: the input's, or with the padding. */
export interface Counted {
  readonly firstRow: number;
  readonly endRow: number;
  readonly firstColumn: number;
  readonly endColumn: number;
}

/** y[i, j] = Σ x[i·sh + u − top, j·sw + v − left] / D[i, j] */
export function avgPool2d(this: Thread<PoolSizes & Counted>, x: Planes): number {
  const i = remainder(quotient(this.thread.x, this.constants.ow), this.constants.oh);
  const j = remainder(this.thread.x, this.constants.ow);
  const top = i * this.constants.sh - this.constants.top;
  const left = j * this.constants.sw - this.constants.left;
  let total = 0;
  for (let u = 0; u < this.constants.kh; u++) {
    const a = top + u;
    if (a >= 0 && a < this.constants.h) {
      let sum = 0;
      for (let v = 0; v < this.constants.kw; v++) {
        const b = left + v;
        if (b >= 0 && b < this.constants.w) {
          sum += x[quotient(this.thread.x, this.constants.oh * this.constants.ow)][a][b];
        }
      }
      total += sum;
    }
  }
  const rows = Math.min(top + this.constants.kh, this.constants.endRow) - Math.max(top, this.constants.firstRow);
  const columns =
    Math.min(left + this.constants.kw, this.constants.endColumn) - Math.max(left, this.constants.firstColumn);
  return total / (rows * columns);
}

/** ∂x[a, b] = Σ dy[i, j] / D[i, j] over the windows that cover (a, b). */
export function avgPool2dGrad(this: Thread<PoolSizes & Counted & Cover>, dy: Planes): number {
  const row = remainder(quotient(this.thread.x, this.constants.w), this.constants.h);
  const column = remainder(this.thread.x, this.constants.w);
  const a = row + this.constants.top;
  const b = column + this.constants.left;
  const lastRow = quotient(a, this.constants.sh);
  const lastColumn = quotient(b, this.constants.sw);
  let total = 0;
  for (let r = 0; r < this.constants.rows; r++) {
    const i = lastRow - r;
    const top = i * this.constants.sh - this.constants.top;
    if (i >= 0 && i < this.constants.oh && row < top + this.constants.kh) {
      const rows = Math.min(top + this.constants.kh, this.constants.endRow) - Math.max(top, this.constants.firstRow);
      let sum = 0;
      for (let s = 0; s < this.constants.columns; s++) {
        const j = lastColumn - s;
        const left = j * this.constants.sw - this.constants.left;
        if (j >= 0 && j < this.constants.ow && column < left + this.constants.kw) {
          const columns =
            Math.min(left + this.constants.kw, this.constants.endColumn) - Math.max(left, this.constants.firstColumn);
          sum += dy[quotient(this.thread.x, this.constants.h * this.constants.w)][i][j] / (rows * columns);
        }
      }
      total += sum;
    }
  }
  return total;
}
