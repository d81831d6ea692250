import type { Lines } from "./softmax.ts";
import type { Flat, Planes, Thread } from "./thread.ts";

/** NaN stays NaN, whatever a GPU takes its logarithm to be. */
export function logSoftmax(this: Thread<Lines>, x: Flat, peak: Planes, total: Planes): number {
  const top = peak[0][quotient(this.thread.x, this.constants.line)][remainder(this.thread.x, this.constants.inner)];
  const sum = total[0][quotient(this.thread.x, this.constants.line)][remainder(this.thread.x, this.constants.inner)];
  return x[this.thread.x] - top - (sum > 0 ? Math.log(sum) : sum);
}
