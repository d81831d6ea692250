import { Pair, Single } from "../common/doubles.wasm";
import { bytes } from "../common/bytes.wasm";
import { Pool2dRecord } from "./pool2d.wasm";

const pair = changetype<Pair>(0);
const single = changetype<Single>(0);

@unmanaged
class AvgPool2dRecord extends Pool2dRecord {
  bottom: i32;
  right: i32;
  countIncludePad: i32;
}

/** The bytes of i doubles.
 *  @inline */
function doubles(i: i32): usize {
  return <usize>i << 3;
}

/** A window is divided by its height and by its width, the padding counted or not: fills `weights` with 1 / height for
 *  each output row, then 1 / width for each output column. */
function fillWeights(weights: usize, g: AvgPool2dRecord): void {
  for (let i = 0; i < g.oh; i++) {
    store<f64>(weights + doubles(i), weight(i * g.sh - g.top, g.kh, g.h, g.bottom, g));
  }
  for (let j = 0; j < g.ow; j++) {
    store<f64>(weights + doubles(g.oh + j), weight(j * g.sw - g.left, g.kw, g.w, g.right, g));
  }
}

function weight(start: i32, taps: i32, size: i32, after: i32, g: AvgPool2dRecord): f64 {
  const end = start + taps;
  return 1 / <f64>(g.countIncludePad ? min(end, size + after) - start : min(end, size) - max(start, 0));
}

/** out[p, i, j] = Σ_{u,v} x[p, i·sh + u − top, j·sw + v − left] / (height_i · width_j), over the taps inside the input;
 *  x [n·c, h, w], out [n·c, oh, ow].
 *  The sum of a window is that of its columns' sums, in double precision. `scratch` holds the weights, and the sums of
 *  all columns of an output row between zeros. A unit is an output row. */
export function avgPool2d(out: usize, x: usize, scratch: usize, g: AvgPool2dRecord, begin: i32, end: i32): void {
  const columnWeights = scratch + doubles(g.oh);
  const sums = columnWeights + doubles(g.ow + 1);
  fillWeights(scratch, g);
  memory.fill(sums, 0, doubles(g.padded));
  for (let unit = begin; unit < end; unit++) {
    const i = unit % g.oh;
    const first = g.firstRow(i);
    const from = x + bytes(((unit / g.oh) * g.h + first) * g.w);
    sumRows(sums + doubles(g.left), from, g.endRow(i) - first, scratch + doubles(i), 0, g.w);
    const row = out + bytes(unit * g.ow);
    for (let j = 0; j < g.ow; j += 2) {
      let at = sums + doubles(j * g.sw);
      let sum = f64x2.splat(0);
      for (let v = 0; v < g.kw; v++, at += 8) {
        sum = f64x2.add(sum, v128.load64_lane(at + doubles(g.sw), v128.load64_zero(at), 1));
      }
      const average = f64x2.mul(sum, v128.load(columnWeights + doubles(j)));
      if (j + 1 < g.ow) pair.store(row + bytes(j), average);
      else single.store(row + bytes(j), average);
    }
  }
}

/** out[p, a, b] = Σ dy[p, i, j] / (height_i · width_j) over the windows (i, j) that cover (a, b); dy [n·c, oh, ow],
 *  out [n·c, h, w].
 *  A window hands dy · weight to each of its elements. First the windows in output column j that cover input row a are
 *  added up, in double precision; then an input element takes the sums of the columns whose windows cover it. `scratch`
 *  holds the weights, and the sums of all output columns between zeros. A unit is an input row. */
export function avgPool2dGrad(out: usize, dy: usize, scratch: usize, g: AvgPool2dRecord, begin: i32, end: i32): void {
  const columnWeights = scratch + doubles(g.oh);
  const zeros = columnWeights + doubles(g.ow + 1);
  const sums = zeros + doubles((g.kw - 1) / g.sw);
  fillWeights(scratch, g);
  memory.fill(zeros, 0, doubles(g.padded));
  for (let unit = begin; unit < end; unit++) {
    const plane = unit / g.h;
    const bottom = unit - plane * g.h + g.top;
    const first = max(0, (bottom - g.kh + g.sh) / g.sh);
    const from = dy + bytes((plane * g.oh + first) * g.ow);
    sumRows(sums, from, min(g.oh, bottom / g.sh + 1) - first, scratch + doubles(first), 8, g.ow);
    for (let j = 0; j < g.ow; j += 2) {
      const at = sums + doubles(j);
      const sum = f64x2.mul(v128.load(at), v128.load(columnWeights + doubles(j)));
      if (j + 1 < g.ow) v128.store(at, sum);
      else v128.store64_lane(at, sum, 0);
    }
    storeRow(out + bytes(unit * g.w), sums, g);
  }
}

/** Input column b = q·sw + s − left is under tap s of window q, tap s + sw of the window before it, and so on. */
function storeRow(row: usize, sums: usize, g: AvgPool2dRecord): void {
  const stride = g.sw;
  const taps = g.kw;
  const end = bytes(g.w);
  const step = bytes(stride);
  let q = g.left / stride;
  let s = g.left - q * stride;
  for (let start: usize = 0; start < min(step, end); start += 4, s++) {
    if (s == stride) {
      s = 0;
      q++;
    }
    let from = sums + doubles(q);
    for (let to = start; to < end; from += 32) {
      let low = f64x2.splat(0);
      let high = low;
      for (let v = s, at = from; v < taps; v += stride, at -= 8) {
        low = f64x2.add(low, v128.load(at));
        high = f64x2.add(high, v128.load(at, 16));
      }
      const values = v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
      v128.store32_lane(row + to, values, 0);
      if ((to += step) < end) v128.store32_lane(row + to, values, 1);
      if ((to += step) < end) v128.store32_lane(row + to, values, 2);
      if ((to += step) < end) v128.store32_lane(row + to, values, 3);
      to += step;
    }
  }
}

/** Σ weight · x over rows, column by column, in double precision. Weights are `step` bytes apart. */
function sumRows(to: usize, x: usize, rows: i32, weights: usize, step: usize, columns: i32): void {
  let j = 0;
  for (; j + 8 <= columns; j += 8) {
    let at = x + bytes(j);
    let weightAt = weights;
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let i = 0; i < rows; i++, at += bytes(columns), weightAt += step) {
      const weight = v128.load64_splat(weightAt);
      s0 = f64x2.add(s0, f64x2.mul(weight, pair.load(at)));
      s1 = f64x2.add(s1, f64x2.mul(weight, pair.load(at + 8)));
      s2 = f64x2.add(s2, f64x2.mul(weight, pair.load(at + 16)));
      s3 = f64x2.add(s3, f64x2.mul(weight, pair.load(at + 24)));
    }
    v128.store(to + doubles(j), s0);
    v128.store(to + doubles(j), s1, 16);
    v128.store(to + doubles(j), s2, 32);
    v128.store(to + doubles(j), s3, 48);
  }
  for (; j < columns; j++) {
    let sum: f64 = 0;
    for (let i = 0; i < rows; i++) {
      sum += load<f64>(weights + <usize>i * step) * <f64>load<f32>(x + bytes(i * columns + j));
    }
    store<f64>(to + doubles(j), sum);
  }
}
