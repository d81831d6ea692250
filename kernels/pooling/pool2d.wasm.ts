import { bytes } from "../common/bytes.wasm";
import { gatherLanes } from "../common/map.wasm";

/** A window of kh × kw over planes of h × w, padded by `top` and `left`, that steps by sh and sw; see Pool2dGeometry
 *  in src/core/geometry/pool2d.ts. */
@unmanaged
export class Pool2dRecord {
  h: i32;
  w: i32;
  kh: i32;
  kw: i32;
  oh: i32;
  ow: i32;
  sh: i32;
  sw: i32;
  top: i32;
  left: i32;
  /** Floats of a padded row: all that four windows at once can reach. */
  padded: i32;

  /** The rows of the input that the windows of output row i cover: [firstRow, endRow). */
  @inline
  firstRow(i: i32): i32 {
    return max(i * this.sh - this.top, 0);
  }

  @inline
  endRow(i: i32): i32 {
    return min(i * this.sh - this.top + this.kh, this.h);
  }
}

// Four elements of a row, `stride` apart: those that the same tap of four neighboring windows takes.

@unmanaged
export class Stride1 {
  @inline
  load(from: usize, stride: i32): v128 {
    return v128.load(from);
  }
}

@unmanaged
export class Stride2 {
  @inline
  load(from: usize, stride: i32): v128 {
    return v128.shuffle<f32>(v128.load(from), v128.load(from, 16), 0, 2, 4, 6);
  }
}

@unmanaged
export class AnyStride {
  @inline
  load(from: usize, stride: i32): v128 {
    return gatherLanes(from, stride, 4);
  }
}

/** NaN wins; of two zeros either.
 *  @inline */
export function larger(a: v128, b: v128): v128 {
  // pmax(b, a) is b where one of them is NaN; all ones are a NaN too.
  return v128.or(f32x4.pmax(b, a), f32x4.ne(a, a));
}

/** @inline */
export function fillRow(row: usize, count: i32, value: f32): void {
  for (let i = 0; i < count; i += 4) v128.store(row + bytes(i), f32x4.splat(value));
}
