import { constant64 } from "./constant.wasm";

// aᵇ = 2^(b · log₂ a). A relative error of log₂ a grows by |b · log₂ a|, up to 150, so all of this is in double, where
// a float32 is never denormal, and rounds to float32 once, at the end.

const ZERO = f64x2.splat(0);
const ONE = constant64(1);
const INFINITY = constant64(Infinity);
const MINUS_INFINITY = constant64(-Infinity);

const SQRT_HALF = constant64(0.7071067811865476);
/** 2⁵²: a whole number in its low bits becomes a double by subtraction. */
const UNIT = constant64(4503599627370496);
const UNIT_AND_BIAS = constant64(4503599627370496 + 1023);
const TWO_LOG2_E = constant64(2.8853900817779268);
const ARTANH_3 = constant64(1 / 3);
const ARTANH_5 = constant64(1 / 5);
const ARTANH_7 = constant64(1 / 7);
const ARTANH_9 = constant64(1 / 9);
const ARTANH_11 = constant64(1 / 11);
const ARTANH_13 = constant64(1 / 13);
const ARTANH_15 = constant64(1 / 15);

/** log₂ a = e + 2 · artanh(s) / ln 2 with s = (m − 1) / (m + 1), m from √½ to √2; relative error 2⁻⁴³. For a ≥ 0.
 *  @inline */
function log2(a: v128): v128 {
  // Counted from √½, with 1's exponent put back, the exponent field is e + 1023 and the mantissa field what is left.
  const fromHalf = i64x2.add(i64x2.sub(a, SQRT_HALF), ONE);
  const e = f64x2.sub(v128.or(i64x2.shr_u(fromHalf, 52), UNIT), UNIT_AND_BIAS);
  const m = i64x2.add(i64x2.shr_u(i64x2.shl(fromHalf, 12), 12), SQRT_HALF);
  const s = f64x2.div(f64x2.sub(m, ONE), f64x2.add(m, ONE));
  const square = f64x2.mul(s, s);
  let p = madd64(ARTANH_15, square, ARTANH_13);
  p = madd64(p, square, ARTANH_11);
  p = madd64(p, square, ARTANH_9);
  p = madd64(p, square, ARTANH_7);
  p = madd64(p, square, ARTANH_5);
  p = madd64(p, square, ARTANH_3);
  p = madd64(p, square, ONE);
  const result = madd64(f64x2.mul(s, TWO_LOG2_E), p, e);
  return v128.bitselect(v128.bitselect(MINUS_INFINITY, result, f64x2.eq(a, ZERO)), a, f64x2.lt(a, INFINITY));
}

/** Far beyond what float32 holds. */
const EXPONENT_MAX = constant64(300);
const EXPONENT_MIN = constant64(-300);
/** 1.5 · 2⁵²: adding it rounds to a whole number, which then stands in the low bits. */
const ROUND = constant64(6755399441055744);
const LN2 = constant64(0.6931471805599453);
const EXP_2 = constant64(1 / 2);
const EXP_3 = constant64(1 / 6);
const EXP_4 = constant64(1 / 24);
const EXP_5 = constant64(1 / 120);
const EXP_6 = constant64(1 / 720);
const EXP_7 = constant64(1 / 5040);
const EXP_8 = constant64(1 / 40320);
const EXP_9 = constant64(1 / 362880);

/** 2ʸ = 2ⁿ · eʳ with n = round(y), |r| ≤ ln 2 / 2; relative error 2⁻³⁷.
 *  @inline */
function exp2(y: v128): v128 {
  // pmin and pmax keep the first argument where it is NaN.
  const inRange = f64x2.pmax(f64x2.pmin(y, EXPONENT_MAX), EXPONENT_MIN);
  const shifted = f64x2.add(inRange, ROUND);
  const r = f64x2.mul(f64x2.sub(inRange, f64x2.sub(shifted, ROUND)), LN2);
  let p = madd64(EXP_9, r, EXP_8);
  p = madd64(p, r, EXP_7);
  p = madd64(p, r, EXP_6);
  p = madd64(p, r, EXP_5);
  p = madd64(p, r, EXP_4);
  p = madd64(p, r, EXP_3);
  p = madd64(p, r, EXP_2);
  p = madd64(p, r, ONE);
  p = madd64(p, r, ONE);
  return f64x2.mul(p, i64x2.add(i64x2.shl(shifted, 52), ONE));
}

/** `madd` of simd.ts, for doubles.
 *  @inline */
function madd64(x: v128, y: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_madd(x, y, c) : f64x2.add(c, f64x2.mul(x, y));
}

/** The two low lanes of |a|ᵇ.
 *  @inline */
function power2(a: v128, b: v128): v128 {
  const y = f64x2.mul(f64x2.promote_low_f32x4(b), log2(f64x2.promote_low_f32x4(f32x4.abs(a))));
  return f32x4.demote_f64x2_zero(exp2(y));
}

/** aᵇ with IEEE 754's special cases, rounded to float32 from a relative error of 2⁻³⁵.
 *  @inline */
export function pow4(a: v128, b: v128): v128 {
  const aHigh = v128.shuffle<i64>(a, a, 1, 1);
  const bHigh = v128.shuffle<i64>(b, b, 1, 1);
  const one = f32x4.splat(1);
  const power = v128.shuffle<i64>(power2(a, b), power2(aHigh, bHigh), 0, 2);
  // To any power, infinite or NaN, where 0 · ∞ and 0 · NaN stood in the exponent.
  const size = v128.bitselect(one, power, f32x4.eq(f32x4.abs(a), one));
  const isWhole = f32x4.eq(f32x4.nearest(b), b);
  const half = f32x4.mul(b, f32x4.splat(0.5));
  const isOdd = v128.and(isWhole, f32x4.ne(f32x4.nearest(half), half));
  // A negative base: an odd power is negative, −0 and −Infinity included; NaN for other powers than whole ones.
  const signed = v128.or(size, v128.and(v128.and(a, f32x4.splat(-0.0)), isOdd));
  const isNegative = v128.and(f32x4.lt(a, f32x4.splat(0)), f32x4.gt(a, f32x4.splat(-Infinity)));
  const result = v128.or(signed, v128.andnot(isNegative, isWhole));
  return v128.bitselect(one, result, f32x4.eq(b, f32x4.splat(0)));
}
