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
