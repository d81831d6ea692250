import { loadLanes } from "../common/lanes.wasm";
import { bytes } from "../common/bytes.wasm";
import { madd } from "../common/simd.wasm";

/** x as [images, rows, columns]; an element's window spans rows and columns. Across channels, an image's rows are its
 *  channels and its columns all pixels, and the window is one column wide; within the map, an image is one channel's
 *  map. */
@unmanaged
export class ResponseRecord {
  rows: i32;
  columns: i32;
  /** Columns that a unit takes: all of them where the window is within the map. */
  strip: i32;
  /** How far the window reaches up, down, left and right; no less to the left than to the right. */
  up: i32;
  down: i32;
  left: i32;
  right: i32;
  scale: f32;
  k: f32;
  beta: f32;
  /** 2 · scale · β. */
  slope: f32;

  @inline
  strips(): i32 {
    return (this.columns + this.strip - 1) / this.strip;
  }

  /** Floats of a strip's row with zeros at both ends. */
  @inline
  padded(): i32 {
    return (this.strip + 2 * this.left + 7) & ~3;
  }

  @inline
  denominator(squares: v128): v128 {
    return madd(f32x4.splat(this.scale), squares, f32x4.splat(this.k));
  }
}

// What is summed over a window.

@unmanaged
export class Squares {
  @inline
  add(sum: v128, x: v128): v128 {
    return madd(x, x, sum);
  }
}

@unmanaged
export class Values {
  @inline
  add(sum: v128, x: v128): v128 {
    return f32x4.add(sum, x);
  }
}

/** Sums over the windows that begin `left` columns before and reach over rows [first, last], as far as the image goes.
 *  @param scratch the strip's row of sums, then a row of sums down the columns between zeros.
 *  @param x the strip in row 0; rows are `pitch` bytes apart. */
export function sumWindows<T>(
  terms: T,
  scratch: usize,
  x: usize,
  pitch: usize,
  first: i32,
  last: i32,
  left: i32,
  columns: i32,
  g: ResponseRecord,
): void {
  const taps = g.left + g.right;
  const top = max(first, 0);
  const rows = min(last + 1, g.rows) - top;
  const from = x + <usize>top * pitch;
  if (taps == 0) return sumRows(terms, scratch, from, pitch, rows, columns);
  const padded = scratch + bytes(g.padded());
  sumRows(terms, padded + bytes(g.left), from, pitch, rows, columns);
  for (let j = 0; j < columns; j += 4) {
    let at = padded + bytes(g.left - left + j);
    let sum = v128.load(at);
    for (let t = 0; t < taps; t++) {
      at += 4;
      sum = f32x4.add(sum, v128.load(at));
    }
    v128.store(scratch + bytes(j), sum);
  }
}

/** Column by column. Past the last column zeros are written, to a whole vector. */
function sumRows<T>(terms: T, to: usize, x: usize, pitch: usize, rows: i32, columns: i32): void {
  const zero = f32x4.splat(0);
  let j = 0;
  for (; j + 16 <= columns; j += 16) {
    let at = x + bytes(j);
    let s0 = zero;
    let s1 = zero;
    let s2 = zero;
    let s3 = zero;
    for (let i = 0; i < rows; i++, at += pitch) {
      s0 = terms.add(s0, v128.load(at));
      s1 = terms.add(s1, v128.load(at, 16));
      s2 = terms.add(s2, v128.load(at, 32));
      s3 = terms.add(s3, v128.load(at, 48));
    }
    v128.store(to + bytes(j), s0);
    v128.store(to + bytes(j), s1, 16);
    v128.store(to + bytes(j), s2, 32);
    v128.store(to + bytes(j), s3, 48);
  }
  for (; j < columns; j += 4) {
    let at = x + bytes(j);
    let sum = zero;
    for (let i = 0; i < rows; i++, at += pitch) sum = terms.add(sum, loadLanes(at, columns - j, zero));
    v128.store(to + bytes(j), sum);
  }
}
