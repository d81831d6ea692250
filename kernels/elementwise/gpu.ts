// The functions of table.ts as one thread of the GPU computes them: closed functions of numbers, which gpu.js translates
// from their text (see shared/thread.ts). The build puts the reading of x, or of a and b, before each.

/** −x. */
export function neg(x: number): number {
  return -x;
}

/** |x|. */
export function abs(x: number): number {
  return Math.abs(x);
}

/** NaN stays NaN. */
export function sign(x: number): number {
  return x > 0 ? 1 : x < 0 ? -1 : x;
}

/** A GPU's exp may take NaN for a number; the product makes NaN of it, and ∞ of what would overflow. */
export function exp(x: number): number {
  return x < 89 ? Math.exp(x) : x * 3.4028234663852886e38;
}

/** −∞ at 0 and NaN below it, which a GPU's log leaves open. */
export function log(x: number): number {
  return x > 0 ? Math.log(x) : x < 0 ? Math.sqrt(x) : -1 / Math.abs(x);
}

/** √x. */
export function sqrt(x: number): number {
  return Math.sqrt(x);
}

/** NaN stays NaN. */
export function clamp(x: number, min: number, max: number): number {
  return x < min ? min : x > max ? max : x;
}

/** NaN stays NaN. */
export function relu(x: number): number {
  return x <= 0 ? 0 : x;
}

/** 1 / (1 + e⁻ˣ), from e^−|x|, which cannot overflow. NaN stays NaN. */
export function sigmoid(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : x < 0 ? e : x) / (1 + e);
}

/** tanh |x| = (1 − e) / (1 + e) with e = e^−2|x|, which cannot overflow; near 0, where that cancels, the polynomial of
 *  S. Moshier's Cephes library. NaN stays NaN. */
export function tanh(x: number): number {
  const square = x * x;
  if (square < 0.390625) {
    let p = -5.70498872745e-3 * square + 2.06390887954e-2;
    p = p * square - 5.37397155531e-2;
    p = p * square + 1.33314422036e-1;
    p = p * square - 3.33332819422e-1;
    return p * square * x + x;
  }
  const e = Math.exp(-2 * Math.abs(x));
  const size = (1 - e) / (1 + e);
  return x < 0 ? -size : x > 0 ? size : x;
}

/** a + b. */
export function add(a: number, b: number): number {
  return a + b;
}

/** a − b. */
export function sub(a: number, b: number): number {
  return a - b;
}

/** a · b. */
export function mul(a: number, b: number): number {
  return a * b;
}

/** a / b. */
export function div(a: number, b: number): number {
  return a / b;
}

/** aᵇ = ±|a|ᵇ with IEEE 754's special cases: what a GPU calls pow takes none of them. */
export function pow(a: number, b: number): number {
  if (b === 0 || a === 1) return 1;
  if (b === 1) return a;
  if (b === 2) return a * a;
  if (b === -1) return 1 / a;
  const size = Math.abs(a);
  if (!(Math.abs(b) <= 3.4028234663852886e38)) {
    if (a === -1 && Math.abs(b) > 3.4028234663852886e38) return 1;
    // ±∞ or 0 by whether size is above 1.
    const limit = b * (size - 1);
    return limit < 0 ? 0 : limit;
  }
  const isWhole = Math.floor(b) === b ? 1 : 0;
  const isOdd = isWhole - (Math.floor(b * 0.5) === b * 0.5 ? 1 : 0);
  const signed = isOdd === 1 ? a : size;
  if (!(size > 0 && size <= 3.4028234663852886e38)) return b > 0 ? signed : 1 / signed;
  if (a < 0 && isWhole === 0) return Math.sqrt(a);
  const power = size ** b;
  return signed < 0 ? -power : power;
}

/** NaN wins: the sum is reached only where one of the two is NaN. */
export function maximum(a: number, b: number): number {
  return a >= b ? a : a < b ? b : a + b;
}

/** 1 where a = b, else 0. */
export function equal(a: number, b: number): number {
  return a === b ? 1 : 0;
}

/** 1 where a > b, else 0. */
export function greater(a: number, b: number): number {
  return a > b ? 1 : 0;
}
