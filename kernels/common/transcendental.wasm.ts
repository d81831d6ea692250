import { constant } from "./constant.wasm";
import { madd } from "./simd.wasm";

// Range reduction as in S. Moshier's Cephes library (expf, logf, tanhf), on four lanes at once and without branches;
// its polynomials too, but for that of exp, which is N. Shibata's (SLEEF).

const ZERO = f32x4.splat(0);
const HALF = constant(0.5);
const ONE = constant(1);
const TWO = constant(2);
const INFINITY = constant(Infinity);

// ln 2 in two parts: the first has few bits, so that n · ln 2 is exact in it.
const LN2_HIGH = constant(0.693359375);
const LN2_LOW = constant(-2.1219444e-4);
const LOG2_E = constant(1.4426950408889634);
/** 1.5 · 2²³: adding it rounds to a whole number, which then stands in the low bits. */
const ROUND = constant(12582912);

const EXP_MIN = constant(-104);
const EXP_MAX = constant(89);
const EXP_3 = constant(1.6666667163372e-1);
const EXP_4 = constant(4.16664853692055e-2);
const EXP_5 = constant(8.33336077630519867e-3);
const EXP_6 = constant(1.39304355252534151e-3);
const EXP_7 = constant(1.98527617612853646e-4);

/** eˣ = 2ⁿ · eʳ with n = round(x / ln 2), |r| ≤ ln 2 / 2. Within 1 ulp, denormal results included; NaN stays NaN.
 *  @inline */
export function exp4(x: v128): v128 {
  // Beyond these the result is 0 or Infinity; pmin and pmax keep the first argument where it is NaN.
  const inRange = f32x4.pmax(f32x4.pmin(x, EXP_MAX), EXP_MIN);
  const shifted = madd(inRange, LOG2_E, ROUND);
  const minusN = f32x4.sub(ROUND, shifted);
  const r = madd(minusN, LN2_LOW, madd(minusN, LN2_HIGH, inRange));
  let p = madd(EXP_7, r, EXP_6);
  p = madd(p, r, EXP_5);
  p = madd(p, r, EXP_4);
  p = madd(p, r, EXP_3);
  p = madd(p, r, HALF);
  p = f32x4.add(madd(p, f32x4.mul(r, r), r), ONE);
  // 2ⁿ in two factors, each of them a normal number: the last multiplication alone rounds. All but the low bits of
  // `shifted` leave on the left, and ONE is the exponent of 2⁰.
  const half = i32x4.shr_s(shifted, 1);
  const low = i32x4.add(i32x4.shl(half, 23), ONE);
  const high = i32x4.add(i32x4.shl(i32x4.sub(shifted, half), 23), ONE);
  return f32x4.mul(f32x4.mul(p, low), high);
}

const MIN_NORMAL = constant(1.1754943508222875e-38);
const DENORMAL_SCALE = constant(33554432); // 2²⁵
const DENORMAL_SHIFT = constant(25);
const SQRT_HALF = constant(0.70710676908493042);
const MINUS_HALF = constant(-0.5);
const MINUS_INFINITY = constant(-Infinity);
const LOG_3 = constant(3.3333331174e-1);
const LOG_4 = constant(-2.4999993993e-1);
const LOG_5 = constant(2.0000714765e-1);
const LOG_6 = constant(-1.6668057665e-1);
const LOG_7 = constant(1.4249322787e-1);
const LOG_8 = constant(-1.2420140846e-1);
const LOG_9 = constant(1.1676998740e-1);
const LOG_10 = constant(-1.1514610310e-1);
const LOG_11 = constant(7.0376836292e-2);

/** ln x = e · ln 2 + ln(1 + m) with 1 + m from √½ to √2. Within 1 ulp; 0 gives −Infinity, below it NaN.
 *  @inline */
export function log4(x: v128): v128 {
  const denormal = f32x4.lt(x, MIN_NORMAL);
  const normal = v128.bitselect(f32x4.mul(x, DENORMAL_SCALE), x, denormal);
  // Counted from √½, the exponent field is e and the mantissa field what is left.
  const fromHalf = i32x4.sub(normal, SQRT_HALF);
  const exponent = f32x4.convert_i32x4_s(i32x4.shr_s(fromHalf, 23));
  const e = f32x4.sub(exponent, v128.and(denormal, DENORMAL_SHIFT));
  const mantissa = i32x4.shr_u(i32x4.shl(fromHalf, 9), 9);
  const m = f32x4.sub(i32x4.add(mantissa, SQRT_HALF), ONE);
  const square = f32x4.mul(m, m);
  let p = madd(LOG_11, m, LOG_10);
  p = madd(p, m, LOG_9);
  p = madd(p, m, LOG_8);
  p = madd(p, m, LOG_7);
  p = madd(p, m, LOG_6);
  p = madd(p, m, LOG_5);
  p = madd(p, m, LOG_4);
  p = madd(p, m, LOG_3);
  p = madd(e, LN2_LOW, f32x4.mul(f32x4.mul(p, m), square));
  p = madd(square, MINUS_HALF, p);
  const result = madd(e, LN2_HIGH, f32x4.add(m, p));
  const atZero = v128.and(f32x4.eq(x, ZERO), MINUS_INFINITY);
  const atInfinity = v128.and(f32x4.eq(x, INFINITY), INFINITY);
  // All bits set are a NaN, too.
  return v128.or(f32x4.add(result, v128.or(atZero, atInfinity)), v128.not(f32x4.ge(x, ZERO)));
}

const TANH_NEAR = constant(0.625);
const TANH_3 = constant(-3.33332819422e-1);
const TANH_5 = constant(1.33314422036e-1);
const TANH_7 = constant(-5.37397155531e-2);
const TANH_9 = constant(2.06390887954e-2);
const TANH_11 = constant(-5.70498872745e-3);

/** tanh |x| = 1 − 2 / (e^{2|x|} + 1), a polynomial near 0 where that would cancel; the sign is put back.
 *  @inline */
export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  let p = madd(TANH_11, square, TANH_9);
  p = madd(p, square, TANH_7);
  p = madd(p, square, TANH_5);
  p = madd(p, square, TANH_3);
  const near = madd(f32x4.mul(p, square), size, size);
  const e = exp4(f32x4.add(size, size));
  const far = f32x4.sub(ONE, f32x4.div(TWO, f32x4.add(e, ONE)));
  const result = v128.bitselect(near, far, f32x4.lt(size, TANH_NEAR));
  return v128.or(result, v128.and(x, f32x4.splat(-0.0)));
}

/** 1 / (1 + e^{−x}), from e = e^{−|x|} so that nothing overflows.
 *  @inline */
export function sigmoid4(x: v128): v128 {
  const e = exp4(f32x4.neg(f32x4.abs(x)));
  const top = v128.bitselect(ONE, e, f32x4.ge(x, ZERO));
  return f32x4.div(top, f32x4.add(ONE, e));
}
