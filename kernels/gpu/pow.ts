import type { Flat, Thread } from "./thread.ts";

/** aᵇ = ±|a|ᵇ with IEEE 754's special cases: what a GPU calls pow takes none of them. */
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
  if (exponent === 0 || base === 1) return 1;
  if (exponent === 1) return base;
  if (exponent === 2) return base * base;
  if (exponent === -1) return 1 / base;
  const size = Math.abs(base);
  if (!(Math.abs(exponent) <= 3.4028234663852886e38)) {
    if (base === -1 && Math.abs(exponent) > 3.4028234663852886e38) return 1;
    // ±∞ or 0 by whether size is above 1.
    const limit = exponent * (size - 1);
    return limit < 0 ? 0 : limit;
  }
  const isWhole = Math.floor(exponent) === exponent ? 1 : 0;
  const isOdd = isWhole - (Math.floor(exponent * 0.5) === exponent * 0.5 ? 1 : 0);
  const signed = isOdd === 1 ? base : size;
  if (!(size > 0 && size <= 3.4028234663852886e38)) return exponent > 0 ? signed : 1 / signed;
  if (base < 0 && isWhole === 0) return Math.sqrt(base);
  const power = size ** exponent;
  return signed < 0 ? -power : power;
}
