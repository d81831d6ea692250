import type { Conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import type { Flat, Planes, Thread } from "../common/thread.ts";

export interface Sizes
  extends Pick<
    Conv2dGeometry,
    "n" | "c" | "h" | "w" | "k" | "kh" | "kw" | "oh" | "ow" | "sh" | "sw" | "dh" | "dw" | "top" | "left"
  > {
  /** Channels and filters of a group. */
  readonly channels: number;
  readonly filters: number;
}

/** y[n, k, i, j] = Σ_{c,u,v} x[n, c, i·sh + u·dh − top, j·sw + v·dw − left] · w[k, c, u, v] + bias[k] */
export function conv2d(this: Thread<Sizes & { hasBias: number }>, x: Planes, w: Planes, bias: Flat): number {
  const plane = this.constants.oh * this.constants.ow;
  const j = remainder(this.thread.x, this.constants.ow);
  const i = remainder(quotient(this.thread.x, this.constants.ow), this.constants.oh);
  const k = remainder(quotient(this.thread.x, plane), this.constants.k);
  const image = quotient(quotient(this.thread.x, plane), this.constants.k);
  const group = quotient(k, this.constants.filters);
  const from = image * this.constants.c + group * this.constants.channels;
  let total = 0;
  for (let c = 0; c < this.constants.channels; c++) {
    for (let u = 0; u < this.constants.kh; u++) {
      const row = i * this.constants.sh + u * this.constants.dh - this.constants.top;
      if (row >= 0 && row < this.constants.h) {
        for (let v = 0; v < this.constants.kw; v++) {
          const column = j * this.constants.sw + v * this.constants.dw - this.constants.left;
          if (column >= 0 && column < this.constants.w) {
            total += x[from + c][row][column] * w[k * this.constants.channels + c][u][v];
          }
        }
      }
    }
  }
  if (this.constants.hasBias === 1) total += bias[k];
  return total;
}

/** Four filters of a group at a time: each pixel is read once for all of them. Threads: pixels, quads of filters, images. */
export function conv2dVectors(
  this: Thread<Sizes & { hasBias: number; quads: number }>,
  x: Planes,
  w: Planes,
  bias: Flat,
): readonly number[] {
  const j = remainder(this.thread.x, this.constants.ow);
  const i = quotient(this.thread.x, this.constants.ow);
  const group = quotient(this.thread.y, this.constants.quads);
  const k = group * this.constants.filters + remainder(this.thread.y, this.constants.quads) * 4;
  const from = this.thread.z * this.constants.c + group * this.constants.channels;
  const step = this.constants.channels;
  let total0 = 0;
  let total1 = 0;
  let total2 = 0;
  let total3 = 0;
  if (this.constants.hasBias === 1) {
    total0 = bias[k];
    total1 = bias[k + 1];
    total2 = bias[k + 2];
    total3 = bias[k + 3];
  }
  for (let c = 0; c < this.constants.channels; c++) {
    const weights = k * step + c;
    for (let u = 0; u < this.constants.kh; u++) {
      const row = i * this.constants.sh + u * this.constants.dh - this.constants.top;
      if (row >= 0 && row < this.constants.h) {
        for (let v = 0; v < this.constants.kw; v++) {
          const column = j * this.constants.sw + v * this.constants.dw - this.constants.left;
          if (column >= 0 && column < this.constants.w) {
            const pixel = x[from + c][row][column];
            total0 += pixel * w[weights][u][v];
            total1 += pixel * w[weights + step][u][v];
            total2 += pixel * w[weights + 2 * step][u][v];
            total3 += pixel * w[weights + 3 * step][u][v];
          }
        }
      }
    }
  }
  return [total0, total1, total2, total3];
}
