import type { Flat, Thread } from "./thread.ts";

/** 1 / (1 + e^{−x}), from e^{−|x|}, which cannot overflow. NaN stays NaN. */
export function sigmoid(this: Thread, x: Flat): number {
  const value = x[this.thread.x];
  const e = Math.exp(-Math.abs(value));
  return (value >= 0 ? 1 : value < 0 ? e : value) / (1 + e);
}
