import type { ElementBound, Values } from "./kernelInfo.ts";
import { ulp } from "./roundings.ts";

/** A sum of terms that have some ulps of their own, in any order (N. Higham, "Accuracy and Stability of Numerical
 *  Algorithms", section 3.1). `magnitude` fills in the sums of the terms' absolute values. Of whole numbers that are small
 *  enough, every sum is exact. */
export function summed(
  count: number,
  own: number,
  inputs: readonly (Values | null)[],
  like: Values,
  magnitude: (terms: Values) => void,
): ElementBound {
  const terms = new Float64Array(like.length);
  magnitude(terms);
  const exact = own <= 1 && inputs.every((input) => input?.every(Number.isInteger) ?? true);
  const gamma = ((count + own) * ulp) / (1 - (count + own) * ulp);
  return (i) => (exact && terms[i] <= 2 ** 24 ? 0 : gamma * terms[i]);
}
