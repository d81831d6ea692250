import type { Conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";

/** The three corners of a convolution: everything of it is a sum of products of two of them, and the third holds the sum. */
export type Role = "image" | "kernel" | "output";

/** An element of each that belong together: window (i, j) takes image element (a, b) through tap (u, v). */
export type Incidence = Readonly<Record<Role, readonly number[]>>;

/** All that an element of one corner takes part in, in the order of the other two. Taps that meet padding are none. */
export function incidences(g: Conv2dGeometry, role: Role, index: readonly number[]): Incidence[] {
  const [channels, filters] = [g.c / g.groups, g.k / g.groups];
  const found: Incidence[] = [];
  const add = (n: number, k: number, c: number, i: number, j: number, u: number, v: number) => {
    const [a, b] = [i * g.sh + u * g.dh - g.top, j * g.sw + v * g.dw - g.left];
    if (a < 0 || a >= g.h || b < 0 || b >= g.w) return;
    const channel = Math.floor(k / filters) * channels + c;
    found.push({ image: [n, channel, a, b], kernel: [k, c, u, v], output: [n, k, i, j] });
  };
  if (role === "output") {
    const [n, k, i, j] = index;
    each([channels, g.kh, g.kw], ([c, u, v]) => add(n, k, c, i, j, u, v));
  } else if (role === "kernel") {
    const [k, c, u, v] = index;
    each([g.n, g.oh, g.ow], ([n, i, j]) => add(n, k, c, i, j, u, v));
  } else {
    const [n, channel, a, b] = index;
    const first = Math.floor(channel / channels) * filters;
    each([filters, g.kh, g.kw], ([filter, u, v]) => {
      const [i, j] = [(a + g.top - u * g.dh) / g.sh, (b + g.left - v * g.dw) / g.sw];
      if (!Number.isInteger(i) || !Number.isInteger(j) || i < 0 || j < 0 || i >= g.oh || j >= g.ow) return;
      add(n, first + filter, channel % channels, i, j, u, v);
    });
  }
  return found;
}

/** All indices of a shape, row-major. */
function each(
  shape: readonly number[],
  visit: (index: readonly number[]) => void,
  before: readonly number[] = [],
): void {
  const [extent, ...rest] = shape;
  if (extent === undefined) visit(before);
  else for (let i = 0; i < extent; i++) each(rest, visit, [...before, i]);
}
