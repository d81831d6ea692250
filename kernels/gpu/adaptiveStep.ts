import type { Flat, Thread } from "./thread.ts";

export function adaptiveStep(
  this: Thread,
  w: Flat,
  direction: Flat,
  state: Flat,
  lr: number,
  correction: number,
  eps: number,
  weightDecay: number,
): number {
  const step = lr * (direction[this.thread.x] + weightDecay * w[this.thread.x]);
  return w[this.thread.x] - step / (Math.sqrt(state[this.thread.x] / correction) + eps);
}
