import type { Walk } from "../../src/core/geometry/strided.ts";

/** Visits every index of a walk in row-major order, with the offset that each of the first two arrays has there. */
export function forEach({ dims, strides }: Walk, visit: (i: number, a: number, b: number) => void): void {
  const rank = dims.length;
  const [aStrides, bStrides = aStrides] = strides as [readonly number[], (readonly number[])?];
  const index = new Array<number>(rank).fill(0);
  const length = dims[rank - 1];
  const aStep = aStrides[rank - 1];
  const bStep = bStrides[rank - 1];
  let i = 0;
  let a = 0;
  let b = 0;
  while (true) {
    for (let last = 0; last < length; last++) visit(i++, a + last * aStep, b + last * bStep);
    let d = rank - 2;
    for (; d >= 0; d--) {
      a += aStrides[d];
      b += bStrides[d];
      index[d]++;
      if (index[d] < dims[d]) break;
      a -= aStrides[d] * dims[d];
      b -= bStrides[d] * dims[d];
      index[d] = 0;
    }
    if (d < 0) return;
  }
}
