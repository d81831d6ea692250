import type { Flat, Thread } from "../common/thread.ts";
import type { Fold } from "../reductions/gpu.ts";

/** How many are NaN, ∞ or −∞: not at most the largest float. A sum over several outputs counts them all. */
export function countNonFinite(this: Thread<Fold>, x: Flat): number {
  const last = quotient(
    this.constants.skip + this.constants.period - 1 - remainder(this.thread.x, this.constants.period),
    this.constants.period,
  );
  let count = 0;
  for (let j = 0; j <= last; j++) {
    const size = Math.abs(
      x[
        this.thread.x + quotient(this.thread.x, this.constants.period) * this.constants.skip + j * this.constants.period
      ],
    );
    count += size <= 3.4028234663852886e38 ? 0 : 1;
  }
  return count;
}
