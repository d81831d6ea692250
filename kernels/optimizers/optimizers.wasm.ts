import { bytes } from "../common/bytes.wasm";
import { zip } from "../common/map.wasm";
import { Optional } from "../common/optional.wasm";
import { madd, storeLanes } from "../common/simd.wasm";

/** out[i] = α·a[i] + β·b[i] + γ·c[i], or two terms where c is left out. */
export function linearCombination(
  out: usize,
  a: usize,
  b: usize,
  c: Optional,
  g: LinearCombinationRecord,
  begin: i32,
  end: i32,
): void {
  const from = bytes(begin);
  const n = end - begin;
  if (c == 0) zip(changetype<TwoTerms>(g), out + from, a + from, b + from, 1, 1, n);
  else zip3(g, out + from, a + from, b + from, c + from, n);
}

@unmanaged
class TwoTerms {
  alpha: f32;
  beta: f32;

  @inline
  apply(a: v128, b: v128): v128 {
    return madd(f32x4.splat(this.beta), b, f32x4.mul(f32x4.splat(this.alpha), a));
  }
}

@unmanaged
class LinearCombinationRecord extends TwoTerms {
  gamma: f32;

  @inline
  apply3(a: v128, b: v128, c: v128): v128 {
    return madd(f32x4.splat(this.gamma), c, this.apply(a, b));
  }
}

/** out[i] = decay · state[i] + gain · (grad[i] + weightDecay · w[i])². */
export function squareAccumulate(
  out: usize,
  state: usize,
  grad: usize,
  w: usize,
  g: SquareAccumulateRecord,
  begin: i32,
  end: i32,
): void {
  const from = bytes(begin);
  zip3(g, out + from, state + from, grad + from, w + from, end - begin);
}

@unmanaged
class SquareAccumulateRecord {
  decay: f32;
  gain: f32;
  weightDecay: f32;

  @inline
  apply3(state: v128, grad: v128, w: v128): v128 {
    const slope = madd(f32x4.splat(this.weightDecay), w, grad);
    const kept = f32x4.mul(f32x4.splat(this.decay), state);
    return madd(f32x4.splat(this.gain), f32x4.mul(slope, slope), kept);
  }
}

/** out[i] = w[i] − lr · (direction[i] + weightDecay · w[i]) / (√(state[i] / correction) + eps). */
export function adaptiveStep(
  out: usize,
  w: usize,
  direction: usize,
  state: usize,
  g: AdaptiveStepRecord,
  begin: i32,
  end: i32,
): void {
  const from = bytes(begin);
  zip3(g, out + from, w + from, direction + from, state + from, end - begin);
}

@unmanaged
class AdaptiveStepRecord {
  lr: f32;
  correction: f32;
  eps: f32;
  weightDecay: f32;

  @inline
  apply3(w: v128, direction: v128, state: v128): v128 {
    const slope = madd(f32x4.splat(this.weightDecay), w, direction);
    const root = f32x4.sqrt(f32x4.div(state, f32x4.splat(this.correction)));
    const step = f32x4.div(f32x4.mul(f32x4.splat(this.lr), slope), f32x4.add(root, f32x4.splat(this.eps)));
    return f32x4.sub(w, step);
  }
}

/** out[i] = f(a[i], b[i], c[i]) for i in [0, n).
 *  @inline */
function zip3<F>(f: F, out: usize, a: usize, b: usize, c: usize, n: i32): void {
  let i = 0;
  for (; i <= n - 8; i += 8) {
    const at = bytes(i);
    const a0 = v128.load(a + at);
    const a1 = v128.load(a + at, 16);
    const b0 = v128.load(b + at);
    const b1 = v128.load(b + at, 16);
    const c0 = v128.load(c + at);
    const c1 = v128.load(c + at, 16);
    const y0 = f.apply3(a0, b0, c0);
    const y1 = f.apply3(a1, b1, c1);
    v128.store(out + at, y0);
    v128.store(out + at, y1, 16);
  }
  for (; i < n; i += 4) {
    const at = bytes(i);
    storeLanes(out + at, f.apply3(v128.load(a + at), v128.load(b + at), v128.load(c + at)), n - i);
  }
}
