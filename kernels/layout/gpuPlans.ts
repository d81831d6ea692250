import { DeviceError } from "../../src/core/errors.ts";
import type { Walk } from "../../src/core/geometry/strided.ts";
import { sizeOf } from "../../src/core/shape.ts";
import type { Buffer } from "../../src/devices/gpu/driver.ts";
import { type Constants, type Launcher, type Plans, view } from "../../src/devices/gpu/plan.ts";

export const layoutPlans = {
  strided: (gpu, size, x, { walk, offset }) => gather(gpu, size, x, walk, offset),

  async pad(gpu, size, x, { walk, offset, value }) {
    let placed = x;
    let [dims, strides] = [walk.dims, walk.strides[0]];
    // The two innermost dimensions first: with the one outside them, they become one whose elements lie side by side.
    while (dims.length > 3) {
      const place = placement([sizeOf(dims.slice(0, -2)), ...dims.slice(-2)], strides.slice(-3), 0);
      placed = await gpu.run("pad", place.n0 * place.stride0, place, view(placed, place.n2, place.n1, place.n0), value);
      dims = [...dims.slice(0, -3), dims.at(-3)! * place.stride0];
      strides = [...strides.slice(0, -3), 1];
    }
    const place = placement(dims, strides, offset);
    return gpu.run("pad", size, place, view(placed, place.n2, place.n1, place.n0), value);
  },

  concat: (gpu, size, a, b, { aRow, bRow }) => gpu.run("concat", size, { aRow, bRow }, a, b),
} satisfies Partial<Plans>;

function placement(dims: readonly number[], strides: readonly number[], offset: number) {
  const [n0 = 1, n1 = 1, n2 = 1] = dims;
  // A dimension of 1 has the stride 0.
  const [stride0, stride1, stride2] = [0, 1, 2].map((d) => strides[d] || 1) as [number, number, number];
  return { offset, stride0, stride1, stride2, n0, n1, n2 };
}

/** The most dimensions that the kernel takes; the cpu device takes as many. */
const maxRank = 8;

/** @throws DeviceError if the walk has more than 8 dimensions. */
export function gather(gpu: Launcher, size: number, x: Buffer, walk: Walk, offset: number): Promise<Buffer> {
  const dims = walk.dims.toReversed();
  const strides = walk.strides[0].toReversed();
  if (dims.length > maxRank) {
    throw new DeviceError(`expected at most ${maxRank} dimensions that do not merge; got ${dims.length}`);
  }
  const constants: Constants = Object.fromEntries(
    Array.from({ length: maxRank }, (_, d) => {
      const used = d < dims.length;
      const inside = d === 0 ? 0 : dims[d - 1] * strides[d - 1];
      return [
        [`size${d}`, used ? sizeOf(dims.slice(0, d)) : 1],
        [`step${d}`, used ? strides[d] - inside : 0],
      ];
    }).flat(),
  );
  return gpu.run("strided", size, constants, x, Math.floor(offset / 2 ** 20), offset % 2 ** 20);
}
