import type { Buffer, Source } from "../../src/devices/gpu/driver.ts";
import type { Constants, Launcher } from "../../src/devices/gpu/plan.ts";
import type { Fold } from "./gpu.ts";

/** In each of `outer` rows of n · inner numbers, the n that lie `inner` apart are folded into one. */
export interface Axis {
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
}

/** Numbers that a thread folds at most: few enough for a sum in float32. */
const longest = 256;

/** Folds one axis after the other, each in as many passes as it is long: the first of all is launched by `first`, which
 *  takes the numbers themselves; `rest` folds what is left. */
export async function fold(
  gpu: Launcher,
  axes: readonly Axis[],
  first: (threads: number, part: Fold & Constants) => Promise<Buffer>,
  rest: Source,
): Promise<Buffer> {
  let result: Buffer | null = null;
  for (const { outer, n, inner } of axes) {
    let length = n;
    for (let passes = Math.max(1, Math.ceil(Math.log(n) / Math.log(longest))); passes > 0; passes--) {
      const parts = Math.ceil(length ** (1 - 1 / passes));
      const period = parts * inner;
      const part = { period, skip: (length - parts) * inner };
      const threads = outer * period;
      result = result === null ? await first(threads, part) : await gpu.run(rest, threads, part, result);
      length = parts;
    }
  }
  return result!;
}
