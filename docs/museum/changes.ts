import { forEach } from "../../kernels/common/walk.ts";
import type { BroadcastGeometry } from "../../src/core/geometry/strided.ts";
import type { Floats } from "../../src/devices/device.ts";
import type { Kernels } from "../../src/devices/kernels.ts";

type Binary = Kernels<Floats>["mul"];

/** x where `keep` says so, 0 elsewhere. */
export function masked(x: Floats, keep: (i: number) => boolean): Floats {
  return x.map((value, i) => (keep(i) ? value : 0));
}

/** x's elements, each from elsewhere in x. */
export function reordered(x: Floats, from: (i: number) => number): Floats {
  return x.map((_, i) => x[from(i)]);
}

export function times(x: Floats, factor: number): Floats {
  return x.map((value) => value * factor);
}

/** What a kernel writes, as a new array. */
export function result(size: number, run: (out: Floats) => void): Floats {
  const out = new Float64Array(size);
  run(out);
  return out;
}

/** = for +=: of all shares, each output keeps the last that reached it. */
export function overwrite(out: Floats, count: number, share: (part: Floats, i: number) => void): void {
  out.fill(0);
  for (let i = 0; i < count; i++) {
    const part = result(out.length, (values) => share(values, i));
    part.forEach((value, at) => {
      if (value !== 0) out[at] = value;
    });
  }
}

export function scale(out: Floats, factor: number): void {
  out.set(times(out, factor));
}

/** In place of a kernel of two inputs: the first alone. */
export const first: Binary = (out, a, _b, g) => {
  forEach(g.walk, (i, j) => {
    out[i] = a[j];
  });
};

/** In place of a kernel of two inputs: the second alone. */
export const second: Binary = (out, _a, b, g) => {
  forEach(g.walk, (i, _j, k) => {
    out[i] = b[k];
  });
};

export function copy(out: Floats, x: Floats): void {
  out.set(x);
}

/** The geometry of the same operator with its inputs swapped. */
export function swapped(g: BroadcastGeometry): BroadcastGeometry {
  return { ...g, walk: { dims: g.walk.dims, strides: g.walk.strides.toReversed() } };
}
