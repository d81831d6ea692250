import type { ElementBound, Values } from "./kernelInfo.ts";

/** An operation in float32 errs by at most u times its result, or by η where that is denormal. */
export const u = 2 ** -24;
export const eta = 2 ** -149;

/** A sum of products in float32, in any order (N. Higham, "Accuracy and Stability of Numerical Algorithms", section
 *  3.1). `magnitude` fills in the sums of the terms' absolute values. */
export function summed(count: number, like: Values, magnitude: (terms: Values) => void): ElementBound {
  const terms = new Float64Array(like.length);
  magnitude(terms);
  const gamma = (count * u) / (1 - count * u);
  return (i) => gamma * terms[i] + count * eta;
}

/** The same in double, where the reference's own roundings count. */
export function inDouble(count: number, like: Values, magnitude: (terms: Values) => void): ElementBound {
  const terms = new Float64Array(like.length);
  magnitude(terms);
  return (i) => (count + 4) * 2 ** -52 * terms[i];
}
