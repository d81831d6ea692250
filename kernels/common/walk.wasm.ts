import { bytes } from "./bytes.wasm";

/** A walk in row-major order over at most 8 dimensions, and through two arrays, a and b, at once: the rank, then 8
 *  sizes, the 8 strides of a and the 8 of b. The last dimension is a row. */
@unmanaged
export class Walk {
  rank: i32;

  @inline
  size(d: i32): i32 {
    return load<i32>(changetype<usize>(this) + bytes(d), 4);
  }

  @inline
  aStride(d: i32): i32 {
    return load<i32>(changetype<usize>(this) + bytes(d), 36);
  }

  @inline
  bStride(d: i32): i32 {
    return load<i32>(changetype<usize>(this) + bytes(d), 68);
  }

  /** Where index i of the walk stands in a, in elements. */
  @inline
  aOffset(i: i32): i32 {
    return this.offset(i, changetype<usize>(this) + 36);
  }

  /** Where it stands in b. */
  @inline
  bOffset(i: i32): i32 {
    return this.offset(i, changetype<usize>(this) + 68);
  }

  private offset(i: i32, strides: usize): i32 {
    let offset = 0;
    for (let d = this.rank - 1; d >= 0; d--) {
      offset += (i % this.size(d)) * load<i32>(strides + bytes(d));
      i /= this.size(d);
    }
    return offset;
  }
}

/** Walk number `index` of those that follow a record's own fields.
 *  @inline */
export function walkAfter<R>(record: R, index: i32): Walk {
  return changetype<Walk>(changetype<usize>(record) + offsetof<R>() + index * 100);
}

/** Visits elements [begin, end) of a walk, row by row, the first and last row in part: visitor.row(dense, a, b, aStep,
 *  bStep, n) does n elements, from `dense` on in an array that is walked without gaps, and `aStep` and `bStep` apart in
 *  a and b. The index is taken apart by division once for all the rows of a plane (the last two dimensions).
 *  @inline */
export function walkRows<V>(visitor: V, dense: usize, a: usize, b: usize, g: Walk, begin: i32, end: i32): void {
  const last = g.rank - 1;
  const length = g.size(last);
  const aStep = g.aStride(last);
  const bStep = g.bStride(last);
  const rows = last > 0 ? g.size(last - 1) : 1;
  const aRow = last > 0 ? g.aStride(last - 1) : 0;
  const bRow = last > 0 ? g.bStride(last - 1) : 0;
  let row = begin / length;
  let skip = begin - row * length;
  let plane = row / rows;
  row -= plane * rows;
  for (let i = begin; i < end; plane++, row = 0) {
    let aPlane = a;
    let bPlane = b;
    for (let d = last - 2, rest = plane; d >= 0; d--) {
      const above = rest / g.size(d);
      const index = rest - above * g.size(d);
      aPlane += bytes(index * g.aStride(d));
      bPlane += bytes(index * g.bStride(d));
      rest = above;
    }
    for (; row < rows && i < end; row++) {
      const n = min(length - skip, end - i);
      const aFrom = aPlane + bytes(row * aRow + skip * aStep);
      const bFrom = bPlane + bytes(row * bRow + skip * bStep);
      visitor.row(dense + bytes(i), aFrom, bFrom, aStep, bStep, n);
      i += n;
      skip = 0;
    }
  }
}
