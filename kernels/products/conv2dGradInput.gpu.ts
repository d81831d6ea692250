import type { Planes, Thread } from "../common/thread.ts";
import type { Sizes } from "./conv2d.gpu.ts";

/** ∂x[n, c, a, b] = Σ dy[n, k, i, j] · w[k, c, u, v] over all with i·sh + u·dh − top = a and j·sw + v·dw − left = b */
export function conv2dGradInput(this: Thread<Sizes>, dy: Planes, w: Planes): number {
  const plane = this.constants.h * this.constants.w;
  const b = remainder(this.thread.x, this.constants.w) + this.constants.left;
  const a = remainder(quotient(this.thread.x, this.constants.w), this.constants.h) + this.constants.top;
  const channel = remainder(quotient(this.thread.x, plane), this.constants.c);
  const image = quotient(quotient(this.thread.x, plane), this.constants.c);
  const group = quotient(channel, this.constants.channels);
  const c = channel - group * this.constants.channels;
  const first = group * this.constants.filters;
  const from = image * this.constants.k + first;
  let total = 0;
  for (let u = 0; u < this.constants.kh; u++) {
    const down = a - u * this.constants.dh;
    if (down >= 0) {
      const i = quotient(down, this.constants.sh);
      if (i < this.constants.oh && i * this.constants.sh === down) {
        for (let v = 0; v < this.constants.kw; v++) {
          const right = b - v * this.constants.dw;
          if (right >= 0) {
            const j = quotient(right, this.constants.sw);
            if (j < this.constants.ow && j * this.constants.sw === right) {
              for (let k = 0; k < this.constants.filters; k++) {
                total += dy[from + k][i][j] * w[(first + k) * this.constants.channels + c][u][v];
              }
            }
          }
        }
      }
    }
  }
  return total;
}

/** Four channels of a group at a time: each output is read once for all of them. Threads: pixels, quads of channels,
 *  images. */
export function conv2dGradInputVectors(
  this: Thread<Sizes & { quads: number }>,
  dy: Planes,
  w: Planes,
): readonly number[] {
  const b = remainder(this.thread.x, this.constants.w) + this.constants.left;
  const a = quotient(this.thread.x, this.constants.w) + this.constants.top;
  const group = quotient(this.thread.y, this.constants.quads);
  const c = remainder(this.thread.y, this.constants.quads) * 4;
  const first = group * this.constants.filters;
  const from = this.thread.z * this.constants.k + first;
  let total0 = 0;
  let total1 = 0;
  let total2 = 0;
  let total3 = 0;
  for (let u = 0; u < this.constants.kh; u++) {
    const down = a - u * this.constants.dh;
    if (down >= 0) {
      const i = quotient(down, this.constants.sh);
      if (i < this.constants.oh && i * this.constants.sh === down) {
        for (let v = 0; v < this.constants.kw; v++) {
          const right = b - v * this.constants.dw;
          if (right >= 0) {
            const j = quotient(right, this.constants.sw);
            if (j < this.constants.ow && j * this.constants.sw === right) {
              for (let k = 0; k < this.constants.filters; k++) {
                const output = dy[from + k][i][j];
                const weights = (first + k) * this.constants.channels + c;
                total0 += output * w[weights][u][v];
                total1 += output * w[weights + 1][u][v];
                total2 += output * w[weights + 2][u][v];
                total3 += output * w[weights + 3][u][v];
              }
            }
          }
        }
      }
    }
  }
  return [total0, total1, total2, total3];
}

/** The filters turned round, for tiles: [groups, (c, r, s), (filter, shiftH, shiftW)], 0 where no tap has that phase and
 *  shift. See conv2dGradInput.wasm.ts. */
export function turnFilters(this: Thread<Sizes & { shiftsH: number; shiftsW: number }>, w: Planes): number {
  const j = remainder(this.thread.x, this.constants.shiftsW);
  const i = remainder(quotient(this.thread.x, this.constants.shiftsW), this.constants.shiftsH);
  const shifts = this.constants.shiftsH * this.constants.shiftsW;
  const filter = remainder(quotient(this.thread.x, shifts), this.constants.filters);
  const row = quotient(this.thread.x, shifts * this.constants.filters);
  const s = remainder(row, this.constants.sw);
  const r = remainder(quotient(row, this.constants.sw), this.constants.sh);
  const channel = quotient(row, this.constants.sw * this.constants.sh);
  const group = quotient(channel, this.constants.channels);
  const c = channel - group * this.constants.channels;
  let down = i * this.constants.sh + r;
  if (this.constants.dh >= this.constants.sh) {
    down = quotient(i * this.constants.dh, this.constants.sh) * this.constants.sh + r;
  }
  let right = j * this.constants.sw + s;
  if (this.constants.dw >= this.constants.sw) {
    right = quotient(j * this.constants.dw, this.constants.sw) * this.constants.sw + s;
  }
  const u = quotient(down, this.constants.dh);
  const v = quotient(right, this.constants.dw);
  let weight = 0;
  if (u * this.constants.dh === down && v * this.constants.dw === right) {
    if (u < this.constants.kh && v < this.constants.kw) {
      weight = w[(group * this.constants.filters + filter) * this.constants.channels + c][u][v];
    }
  }
  return weight;
}
