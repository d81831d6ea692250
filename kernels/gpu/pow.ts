import type { Flat, Thread } from "./thread.ts";

/** aᵇ = ±|a|ᵇ with JavaScript's special cases. What a GPU calls pow takes no negative base. */
export function powStretched(
  this: Thread,
  a: Flat,
  b: Flat,
  aInner: number,
  aPeriod: number,
  bInner: number,
  bPeriod: number,
): number {
  const base = a[remainder(quotient(this.thread.x, aInner), aPeriod)];
  const exponent = b[remainder(quotient(this.thread.x, bInner), bPeriod)];
  if (exponent === 0) return 1;
  if (exponent === 1) return base;
  if (exponent === 2) return base * base;
  if (exponent === -1) return 1 / base;
  const size = Math.abs(base);
  const isWhole = Math.floor(exponent) === exponent ? 1 : 0;
  const isOdd = isWhole - (Math.floor(exponent * 0.5) === exponent * 0.5 ? 1 : 0);
  if (base === 0) {
    if (exponent > 0) return 0;
    if (exponent < 0) return 1 / (isOdd === 1 ? base : size);
    return exponent;
  }
  if (base < 0) {
    if (isOdd === 1) return -(size ** exponent);
    // No power of a negative number, but of −∞; the logarithm is NaN.
    if (isWhole === 0) if (size < 3.4028234663852886e38) return Math.log(base);
  }
  return size ** exponent;
}
