import { loadLanes } from "../common/lanes.wasm";
import { bytes } from "../common/bytes.wasm";
import { storeLanes } from "../common/simd.wasm";
import { exp4, log4 } from "../common/transcendental.wasm";
import { AxisRecord } from "./axisRecord.wasm";

// What the two share: eˢ is summed along a line, with s = x − peak, so that it cannot overflow. Meanwhile the output
// holds what `keep` makes of s and eˢ; then `finish` takes the `divisor` made of the sum to the whole line.

@unmanaged
class Softmax {
  @inline
  keep(shifted: v128, exp: v128): v128 {
    return exp;
  }

  @inline
  divisor(total: v128): v128 {
    return total;
  }

  @inline
  finish(kept: v128, divisor: v128): v128 {
    return f32x4.div(kept, divisor);
  }
}

@unmanaged
class LogSoftmax {
  @inline
  keep(shifted: v128, exp: v128): v128 {
    return shifted;
  }

  @inline
  divisor(total: v128): v128 {
    return log4(total);
  }

  @inline
  finish(kept: v128, divisor: v128): v128 {
    return f32x4.sub(kept, divisor);
  }
}

/** out[i] = e^(x[i] − peak) / Σ_j e^(x[j] − peak) along each line of n elements, with peak = max x. */
export function softmax(out: usize, x: usize, g: AxisRecord, begin: i32, end: i32): void {
  normalize(changetype<Softmax>(0), out, x, g, begin, end);
}

/** out[i] = x[i] − peak − ln Σ_j e^(x[j] − peak) along each line of n elements, with peak = max x. */
export function logSoftmax(out: usize, x: usize, g: AxisRecord, begin: i32, end: i32): void {
  normalize(changetype<LogSoftmax>(0), out, x, g, begin, end);
}

/** @inline */
function normalize<F>(f: F, out: usize, x: usize, g: AxisRecord, begin: i32, end: i32): void {
  const blocks = (g.inner + 3) >> 2;
  for (let unit = begin; unit < end; unit++) {
    const first = (unit % blocks) << 2;
    const at = bytes((unit / blocks) * g.n * g.inner + first);
    if (g.inner == 1) alongLine(f, out + at, x + at, g.n);
    else acrossLines(f, out + at, x + at, g.n, bytes(g.inner), g.inner - first);
  }
}

/** One line, four elements at a time. The lanes past its end hold −Infinity, which adds nothing. */
function alongLine<F>(f: F, out: usize, x: usize, n: i32): void {
  const nothing = f32x4.splat(-Infinity);
  let peaks = nothing;
  for (let i = 0; i < n; i += 4) peaks = f32x4.max(peaks, loadLanes(x + bytes(i), n - i, nothing));
  peaks = f32x4.max(peaks, v128.shuffle<f32>(peaks, peaks, 2, 3, 0, 1));
  const peak = f32x4.max(peaks, v128.shuffle<f32>(peaks, peaks, 1, 0, 3, 2));
  let total = f64x2.splat(0);
  for (let i = 0; i < n; i += 4) {
    const shifted = f32x4.sub(loadLanes(x + bytes(i), n - i, nothing), peak);
    const exp = exp4(shifted);
    total = f64x2.add(total, f64x2.add(f64x2.promote_low_f32x4(exp), promoteHigh(exp)));
    storeLanes(out + bytes(i), f.keep(shifted, exp), n - i);
  }
  const sum = f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
  const divisor = f.divisor(f32x4.splat(<f32>sum));
  for (let i = 0; i < n; i += 4) {
    storeLanes(out + bytes(i), f.finish(loadLanes(out + bytes(i), n - i, nothing), divisor), n - i);
  }
}

/** Four neighboring lines, or the `lanes` that there are. */
function acrossLines<F>(f: F, out: usize, x: usize, n: i32, stride: usize, lanes: i32): void {
  const nothing = f32x4.splat(-Infinity);
  let peak = nothing;
  for (let i = 0, at = x; i < n; i++, at += stride) peak = f32x4.max(peak, loadLanes(at, lanes, nothing));
  let low = f64x2.splat(0);
  let high = low;
  let to = out;
  for (let i = 0, at = x; i < n; i++, at += stride, to += stride) {
    const shifted = f32x4.sub(loadLanes(at, lanes, nothing), peak);
    const exp = exp4(shifted);
    low = f64x2.add(low, f64x2.promote_low_f32x4(exp));
    high = f64x2.add(high, promoteHigh(exp));
    storeLanes(to, f.keep(shifted, exp), lanes);
  }
  const total = v128.shuffle<f64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
  const divisor = f.divisor(total);
  to = out;
  for (let i = 0; i < n; i++, to += stride) storeLanes(to, f.finish(loadLanes(to, lanes, nothing), divisor), lanes);
}

/** @inline */
function promoteHigh(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i32>(v, v, 2, 3, 2, 3));
}
