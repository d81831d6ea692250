import { makeWalk } from "../../src/core/geometry/strided.ts";
import type { Buffer } from "../../src/devices/gpu/driver.ts";
import type { Launcher } from "../../src/devices/gpu/plan.ts";
import { gather } from "../layout/gpuPlans.ts";

/** A buffer that is read as a larger array: element i is number ⌊i / inner⌋ mod period. */
interface Stretched {
  readonly buffer: Buffer;
  readonly inner: number;
  readonly period: number;
}

/** Above any index, and exact as a float32. */
const endless = 2 ** 30;

/** A whole array, a scalar, a row, a column, or one number a channel: read where it lies; anything else from a copy of
 *  full size. */
export async function stretch(
  gpu: Launcher,
  size: number,
  buffer: Buffer,
  dims: readonly number[],
  strides: readonly number[],
): Promise<Stretched> {
  const walk = makeWalk(dims, [strides]);
  const [steps] = walk.strides as [readonly number[]];
  const steady = steps.indexOf(1);
  const inner = steady < 0 ? endless : steps.at(-1) === 0 ? walk.dims.at(-1)! : 1;
  const period = steady < 0 ? 1 : steady === 0 ? endless : walk.dims[steady];
  const isPeriodic = /^(0|(0,)?1(,0)?)$/.test(steps.join());
  if (isPeriodic && [inner, period].every((n) => n === Math.fround(n))) return { buffer, inner, period };
  return { buffer: await gather(gpu, size, buffer, walk, 0), inner: 1, period: endless };
}

export function isWhole({ inner, period }: Stretched): boolean {
  return inner === 1 && period === endless;
}
