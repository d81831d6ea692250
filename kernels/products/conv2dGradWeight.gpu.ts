import type { Planes, Thread } from "../common/thread.ts";
import type { Sizes } from "./conv2d.gpu.ts";

/** Images of a slab. */
interface Slabs {
  readonly images: number;
}

/** ∂w[k, c, u, v] = Σ_{n,i,j} dy[n, k, i, j] · x[n, c, i·sh + u·dh − top, j·sw + v·dw − left]: few sums, of many terms. So
 *  the images are cut into slabs, and `slabs` adds what each of them gives: [slabs, k, channels, kh, kw]. */
export function conv2dGradWeight(this: Thread<Sizes & Slabs>, dy: Planes, x: Planes): number {
  const v = remainder(this.thread.x, this.constants.kw);
  const u = remainder(quotient(this.thread.x, this.constants.kw), this.constants.kh);
  const taps = this.constants.kh * this.constants.kw;
  const c = remainder(quotient(this.thread.x, taps), this.constants.channels);
  const filter = quotient(this.thread.x, taps * this.constants.channels);
  const k = remainder(filter, this.constants.k);
  const start = quotient(filter, this.constants.k) * this.constants.images;
  const from = quotient(k, this.constants.filters) * this.constants.channels + c;
  let total = 0;
  for (let image = 0; image < this.constants.images; image++) {
    const n = start + image;
    if (n < this.constants.n) {
      let sum = 0;
      for (let i = 0; i < this.constants.oh; i++) {
        const row = i * this.constants.sh + u * this.constants.dh - this.constants.top;
        if (row >= 0 && row < this.constants.h) {
          for (let j = 0; j < this.constants.ow; j++) {
            const column = j * this.constants.sw + v * this.constants.dw - this.constants.left;
            if (column >= 0 && column < this.constants.w) {
              sum += dy[n * this.constants.k + k][i][j] * x[n * this.constants.c + from][row][column];
            }
          }
        }
      }
      total += sum;
    }
  }
  return total;
}

/** Four filters of a group at a time: each pixel is read once for all of them. Threads: taps (c, u, v), quads of filters,
 *  slabs. */
export function conv2dGradWeightVectors(
  this: Thread<Sizes & Slabs & { quads: number }>,
  dy: Planes,
  x: Planes,
): readonly number[] {
  const v = remainder(this.thread.x, this.constants.kw);
  const u = remainder(quotient(this.thread.x, this.constants.kw), this.constants.kh);
  const c = quotient(this.thread.x, this.constants.kh * this.constants.kw);
  const group = quotient(this.thread.y, this.constants.quads);
  const k = group * this.constants.filters + remainder(this.thread.y, this.constants.quads) * 4;
  const from = group * this.constants.channels + c;
  const start = this.thread.z * this.constants.images;
  let total0 = 0;
  let total1 = 0;
  let total2 = 0;
  let total3 = 0;
  for (let image = 0; image < this.constants.images; image++) {
    const n = start + image;
    if (n < this.constants.n) {
      const output = n * this.constants.k + k;
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      for (let i = 0; i < this.constants.oh; i++) {
        const row = i * this.constants.sh + u * this.constants.dh - this.constants.top;
        if (row >= 0 && row < this.constants.h) {
          for (let j = 0; j < this.constants.ow; j++) {
            const column = j * this.constants.sw + v * this.constants.dw - this.constants.left;
            if (column >= 0 && column < this.constants.w) {
              const pixel = x[n * this.constants.c + from][row][column];
              sum0 += pixel * dy[output][i][j];
              sum1 += pixel * dy[output + 1][i][j];
              sum2 += pixel * dy[output + 2][i][j];
              sum3 += pixel * dy[output + 3][i][j];
            }
          }
        }
      }
      total0 += sum0;
      total1 += sum1;
      total2 += sum2;
      total3 += sum3;
    }
  }
  return [total0, total1, total2, total3];
}

/** Adds the slabs. */
export function addSlabs(this: Thread<{ slabs: number }>, slabs: Planes): number {
  let total = 0;
  for (let slab = 0; slab < this.constants.slabs; slab++) total += slabs[0][slab][this.thread.x];
  return total;
}
