/** How far a device may be from the right value: nowhere ("bits"); so many roundings, one after the other; or so far, by the
 *  output and what it is made of. */
export type Accuracy = "bits" | number | ((y: number, ...x: readonly number[]) => number);

/** WGSL lets a GPU round either way: one operation errs by less than an ulp, at most so much of its result. */
export const ulp = 2 ** -23;

/** The accuracy that WGSL states (section "Floating Point Accuracy"), in ulps. GLSL ES 3.0 states none; WebGL2 is held to
 *  the same. Sums, differences and products are rounded once, or fused. */
export const quotient = 2.5;
/** As 1 / inverseSqrt(x), which has 2. */
export const root = 2 + quotient;

export function exponential(x: number): number {
  return 3 + 2 * Math.abs(x);
}

/** Absolute, from the logarithm to any base. */
export function logarithm(x: number, log: number): number {
  return x >= 0.5 && x <= 2 ? 2 ** -21 : 3 * ulp * Math.abs(log);
}

/** How far x ** p = 2^(p · log₂ x) may be off, relative. */
export function power(x: number, p: number): number {
  const log = Math.log2(x);
  if (x === 0 || p === 0 || !Number.isFinite(log)) return 0;
  const t = p * log;
  return Math.expm1(Math.LN2 * (Math.abs(p) * logarithm(x, log) + ulp * Math.abs(t))) + exponential(t) * ulp;
}

/** So many ulps of the output, by x. */
export function ulps(count: (x: number) => number): Accuracy {
  return (y, x) => count(x) * ulp * Math.abs(y);
}
