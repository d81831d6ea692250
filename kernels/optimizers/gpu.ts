import type { Flat, Thread } from "../common/thread.ts";

export function linearCombination(
  this: Thread,
  a: Flat,
  b: Flat,
  c: Flat,
  alpha: number,
  beta: number,
  gamma: number,
): number {
  return alpha * a[this.thread.x] + beta * b[this.thread.x] + gamma * c[this.thread.x];
}

export function linearCombinationOfTwo(this: Thread, a: Flat, b: Flat, alpha: number, beta: number): number {
  return alpha * a[this.thread.x] + beta * b[this.thread.x];
}

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
