import type { Lines } from "./softmax.ts";
import type { Flat, Planes, Thread } from "./thread.ts";

export function logSoftmax(this: Thread<Lines>, x: Flat, peak: Planes, total: Planes): number {
  const top = peak[0][quotient(this.thread.x, this.constants.line)][remainder(this.thread.x, this.constants.inner)];
  return (
    x[this.thread.x] -
    top -
    Math.log(total[0][quotient(this.thread.x, this.constants.line)][remainder(this.thread.x, this.constants.inner)])
  );
}
