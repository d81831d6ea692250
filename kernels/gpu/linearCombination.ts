import type { Flat, Thread } from "./thread.ts";

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
