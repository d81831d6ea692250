import { BatchNormRecord } from "./batchNormRecord.wasm";
import { reduce } from "../reductions/fold.wasm";
import { loadLanes } from "../common/lanes.wasm";
import { bytes } from "../common/bytes.wasm";
import { Additive, ReductionRecord } from "../reductions/reduction.wasm";
import { Optional } from "../common/optional.wasm";
import { madd, storeLanes } from "../common/simd.wasm";

/** out = scale · (x − mean) + bias, with scale = weight / √(variance + ε); x and out [n, c, inner], the others [c]. */
export function batchNorm(
  out: usize,
  x: usize,
  mean: usize,
  variance: usize,
  weight: Optional,
  bias: Optional,
  g: BatchNormRecord,
  begin: i32,
  end: i32,
): void {
  for (let unit = begin; unit < end; unit++) {
    const channel = g.channel(unit);
    const length = g.length(channel);
    const center = g.lanes(mean, channel, 0);
    const scale = f32x4.div(g.lanes(weight, channel, 1), g.deviation(variance, channel));
    const shift = g.lanes(bias, channel, 0);
    let at = g.start(unit);
    for (let run = g.runs(); run > 0; run--, at += bytes(g.c)) {
      let i = 0;
      for (; i + 8 <= length; i += 8) {
        const low = v128.load(x + at + bytes(i));
        const high = v128.load(x + at + bytes(i), 16);
        const first = madd(f32x4.sub(low, center), scale, shift);
        const second = madd(f32x4.sub(high, center), scale, shift);
        v128.store(out + at + bytes(i), first);
        v128.store(out + at + bytes(i), second, 16);
      }
      for (; i < length; i += 4) {
        const value = loadLanes(x + at + bytes(i), length - i, center);
        storeLanes(out + at + bytes(i), madd(f32x4.sub(value, center), scale, shift), length - i);
      }
    }
  }
}

/** out = scale · (dy − gradBias / count − (x − mean) · slope), with scale = weight / √(variance + ε),
 *  slope = gradWeight / (count · √(variance + ε)) and count = n · inner; out, dy and x [n, c, inner], the others [c]. */
export function batchNormGradInput(
  out: usize,
  dy: usize,
  x: usize,
  mean: usize,
  variance: usize,
  weight: Optional,
  gradWeight: usize,
  gradBias: usize,
  g: BatchNormRecord,
  begin: i32,
  end: i32,
): void {
  const count = f32x4.splat(<f32>g.n * <f32>g.inner);
  for (let unit = begin; unit < end; unit++) {
    const channel = g.channel(unit);
    const length = g.length(channel);
    const center = g.lanes(mean, channel, 0);
    const deviation = g.deviation(variance, channel);
    const scale = f32x4.div(g.lanes(weight, channel, 1), deviation);
    const slope = f32x4.neg(f32x4.div(g.lanes(gradWeight, channel, 0), f32x4.mul(deviation, count)));
    const shift = f32x4.div(g.lanes(gradBias, channel, 0), count);
    let at = g.start(unit);
    for (let run = g.runs(); run > 0; run--, at += bytes(g.c)) {
      let i = 0;
      for (; i + 8 <= length; i += 8) {
        const low = v128.load(x + at + bytes(i));
        const high = v128.load(x + at + bytes(i), 16);
        const dyLow = v128.load(dy + at + bytes(i));
        const dyHigh = v128.load(dy + at + bytes(i), 16);
        const first = madd(f32x4.sub(low, center), slope, f32x4.sub(dyLow, shift));
        const second = madd(f32x4.sub(high, center), slope, f32x4.sub(dyHigh, shift));
        v128.store(out + at + bytes(i), f32x4.mul(first, scale));
        v128.store(out + at + bytes(i), f32x4.mul(second, scale), 16);
      }
      for (; i < length; i += 4) {
        const value = loadLanes(x + at + bytes(i), length - i, center);
        const gradient = f32x4.sub(loadLanes(dy + at + bytes(i), length - i, shift), shift);
        const centered = madd(f32x4.sub(value, center), slope, gradient);
        storeLanes(out + at + bytes(i), f32x4.mul(centered, scale), length - i);
      }
    }
  }
}

@unmanaged
class Products extends Additive {
  @inline
  center<L>(lanes: L, mean: usize): v128 {
    return lanes.load(mean);
  }

  @inline
  fold<L>(lanes: L, sum: v128, x: usize, dy: usize, mean: v128): v128 {
    return f64x2.add(sum, f64x2.mul(lanes.load(dy), f64x2.sub(lanes.load(x), mean)));
  }

  @inline
  finish<L>(lanes: L, sum: v128, eps: v128, variance: usize): v128 {
    return f64x2.div(sum, f64x2.sqrt(f64x2.add(lanes.load(variance), eps)));
  }
}

/** out[c] = Σ dy · (x − mean) / √(variance + ε) over the elements of channel c; dy and x [n, c, inner],
 *  the others [c]. */
export function batchNormGradWeight(
  out: usize,
  dy: usize,
  x: usize,
  mean: usize,
  variance: usize,
  g: ReductionRecord,
  begin: i32,
  end: i32,
): void {
  reduce(changetype<Products>(0), out, x, dy, mean, variance, g, begin, end);
}
