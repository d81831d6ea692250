import { DeviceError } from "../../../core/errors.ts";
import type { Walk } from "../../../core/geometry/strided.ts";

/** Of the record in kernels/wasm/walk.ts. */
const MAX_RANK = 8;

/** @throws DeviceError if more than 8 dimensions are left after merging. */
export function checkRank(kernel: string, { dims }: Walk): void {
  if (dims.length > MAX_RANK) {
    throw new DeviceError(
      `${kernel}: expected at most ${MAX_RANK} dimensions that do not merge on the cpu device; got ${dims.length}`,
    );
  }
}

/** The record of a walk through one or two arrays. */
export function walkWords(kernel: string, walk: Walk): number[] {
  checkRank(kernel, walk);
  const { dims, strides } = walk;
  const [a, b = []] = strides as [readonly number[], (readonly number[])?];
  const padded = (values: readonly number[]) => [...values, ...new Array<number>(MAX_RANK - values.length).fill(0)];
  return [dims.length, ...padded(dims), ...padded(a), ...padded(b)];
}
