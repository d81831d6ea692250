import type { Flat, Planes, Thread } from "../common/thread.ts";

/** x is [n, c, inner]. */
export interface ChannelSizes {
  readonly c: number;
  readonly inner: number;
}

/** weight · (x − mean) / √(variance + eps) + bias */
export function batchNorm(
  this: Thread<ChannelSizes & { hasWeight: number; hasBias: number }>,
  x: Flat,
  mean: Flat,
  variance: Flat,
  weight: Flat,
  bias: Flat,
  eps: number,
): number {
  const channel = remainder(quotient(this.thread.x, this.constants.inner), this.constants.c);
  let y = (x[this.thread.x] - mean[channel]) / Math.sqrt(variance[channel] + eps);
  if (this.constants.hasWeight === 1) y *= weight[channel];
  if (this.constants.hasBias === 1) y += bias[channel];
  return y;
}

/** How Σ dy · (x − mean) is cut into chunks: of `images` images each, whose `inner` elements are cut into `pieces` of
 *  `steps` rows of `lanes`. */
export interface Chunks {
  readonly n: number;
  readonly images: number;
  readonly pieces: number;
  readonly steps: number;
  readonly lanes: number;
}

/** Σ dy · (x − mean) over one lane of a chunk. Output: [chunks, c, lanes]. */
export function channelChunks(this: Thread<ChannelSizes & Chunks>, dy: Planes, x: Planes, mean: Flat): number {
  const lane = remainder(this.thread.x, this.constants.lanes);
  const channel = remainder(quotient(this.thread.x, this.constants.lanes), this.constants.c);
  const piece = remainder(quotient(this.thread.x, this.constants.lanes * this.constants.c), this.constants.pieces);
  const begin = piece * this.constants.steps * this.constants.lanes + lane;
  const threads = this.constants.lanes * this.constants.c * this.constants.pieces;
  const images = this.constants.n - quotient(this.thread.x, threads) * this.constants.images;
  const center = mean[channel];
  let total = 0;
  for (let i = 0; i < this.constants.images; i++) {
    if (i < images) {
      for (let step = 0; step < this.constants.steps; step++) {
        const at = begin + step * this.constants.lanes;
        if (at < this.constants.inner) {
          const gradient = dy[quotient(this.thread.x, threads) * this.constants.images + i][channel][at];
          const value = x[quotient(this.thread.x, threads) * this.constants.images + i][channel][at];
          total += gradient * (value - center);
        }
      }
    }
  }
  return total;
}

/** Sums of `most` rows each, the last one of what is left. */
export function sumRows(this: Thread<{ rows: number; columns: number; most: number }>, x: Planes): number {
  const column = remainder(this.thread.x, this.constants.columns);
  const first = quotient(this.thread.x, this.constants.columns) * this.constants.most;
  let total = 0;
  for (let i = 0; i < this.constants.most; i++) {
    const row = first + i;
    if (row < this.constants.rows) total += x[0][row][column];
  }
  return total;
}

/** Σ lanes / √(variance + eps) */
export function batchNormGradWeight(
  this: Thread<{ lanes: number }>,
  sums: Planes,
  variance: Flat,
  eps: number,
): number {
  let total = 0;
  for (let lane = 0; lane < this.constants.lanes; lane++) total += sums[0][this.thread.x][lane];
  return total / Math.sqrt(variance[this.thread.x] + eps);
}

/** weight · rstd · (dy − (gradBias + x̂ · gradWeight) / count), rstd = (variance + eps)^−½, x̂ = (x − mean) · rstd */
export function batchNormGradInput(
  this: Thread<ChannelSizes & { hasWeight: number }>,
  dy: Flat,
  x: Flat,
  mean: Flat,
  variance: Flat,
  weight: Flat,
  gradWeight: Flat,
  gradBias: Flat,
  eps: number,
  count: number,
): number {
  const channel = remainder(quotient(this.thread.x, this.constants.inner), this.constants.c);
  const deviation = Math.sqrt(variance[channel] + eps);
  const xhat = (x[this.thread.x] - mean[channel]) / deviation;
  const centered = dy[this.thread.x] - (gradBias[channel] + xhat * gradWeight[channel]) / count;
  if (this.constants.hasWeight === 1) return (weight[channel] * centered) / deviation;
  return centered / deviation;
}
