import type { Flat, Thread } from "./thread.ts";

export function squareAccumulate(
  this: Thread,
  state: Flat,
  grad: Flat,
  w: Flat,
  decay: number,
  gain: number,
  weightDecay: number,
): number {
  const direction = grad[this.thread.x] + weightDecay * w[this.thread.x];
  return decay * state[this.thread.x] + gain * (direction * direction);
}
