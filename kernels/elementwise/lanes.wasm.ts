import { exp4, log4, sigmoid4, tanh4 } from "../common/transcendental.wasm";

// The functions of table.ts on four lanes at once. The build puts the loops of common/map.wasm.ts round each: one array by
// a parameter x, two that broadcast by a and b; the numbers of a call come after them. pow has a loop of its own.

/** −x.
 *  @inline */
export function neg(x: v128): v128 {
  return f32x4.neg(x);
}

/** |x|.
 *  @inline */
export function abs(x: v128): v128 {
  return f32x4.abs(x);
}

/** ±1 with the sign of x; ±0 and NaN stay as they are.
 *  @inline */
export function sign(x: v128): v128 {
  const one = v128.or(v128.and(x, f32x4.splat(-0.0)), f32x4.splat(1));
  return v128.bitselect(one, x, f32x4.gt(f32x4.abs(x), f32x4.splat(0)));
}

/** eˣ.
 *  @inline */
export function exp(x: v128): v128 {
  return exp4(x);
}

/** ln x.
 *  @inline */
export function log(x: v128): v128 {
  return log4(x);
}

/** √x.
 *  @inline */
export function sqrt(x: v128): v128 {
  return f32x4.sqrt(x);
}

/** x, no less than min and no more than max: pmin and pmax keep the first argument where it is NaN.
 *  @inline */
export function clamp(x: v128, min: f32, max: f32): v128 {
  return f32x4.pmin(f32x4.pmax(x, f32x4.splat(min)), f32x4.splat(max));
}

/** 0 where x ≤ 0, which NaN is not, else x.
 *  @inline */
export function relu(x: v128): v128 {
  return v128.andnot(x, f32x4.le(x, f32x4.splat(0)));
}

/** x where x > 0, else negativeSlope · x.
 *  @inline */
export function leakyRelu(x: v128, negativeSlope: f32): v128 {
  return v128.bitselect(x, f32x4.mul(x, f32x4.splat(negativeSlope)), f32x4.gt(x, f32x4.splat(0)));
}

/** 1 / (1 + e⁻ˣ).
 *  @inline */
export function sigmoid(x: v128): v128 {
  return sigmoid4(x);
}

/** tanh x.
 *  @inline */
export function tanh(x: v128): v128 {
  return tanh4(x);
}

/** a + b.
 *  @inline */
export function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}

/** a − b.
 *  @inline */
export function sub(a: v128, b: v128): v128 {
  return f32x4.sub(a, b);
}

/** a · b.
 *  @inline */
export function mul(a: v128, b: v128): v128 {
  return f32x4.mul(a, b);
}

/** a / b.
 *  @inline */
export function div(a: v128, b: v128): v128 {
  return f32x4.div(a, b);
}

/** The larger of a and b; NaN wins.
 *  @inline */
export function maximum(a: v128, b: v128): v128 {
  return f32x4.max(a, b);
}

/** The smaller of a and b; NaN wins.
 *  @inline */
export function minimum(a: v128, b: v128): v128 {
  return f32x4.min(a, b);
}

/** 1 where a = b, else 0.
 *  @inline */
export function equal(a: v128, b: v128): v128 {
  return v128.and(f32x4.eq(a, b), f32x4.splat(1));
}

/** 1 where a > b, else 0.
 *  @inline */
export function greater(a: v128, b: v128): v128 {
  return v128.and(f32x4.gt(a, b), f32x4.splat(1));
}

/** 1 where a < b, else 0.
 *  @inline */
export function less(a: v128, b: v128): v128 {
  return v128.and(f32x4.lt(a, b), f32x4.splat(1));
}
