import type { Tensor } from "../core/tensor.ts";
import { add, mul, sub } from "./arithmetic.ts";
import type { Binary } from "./broadcast.ts";
import { equal, greater, less } from "./comparison.ts";
import { binary } from "./define.ts";
import { gate } from "./gate.ts";

/** Larger of a and b, broadcasting; NaN wins. The gradient goes to the larger; a tie (0 and −0 too) gives half to each.
 *  Where either is NaN, both have the whole gradient, as in PyTorch. */
export const maximum: Binary = binary("maximum", ["a", "b"], {
  a: (dy, { a, b }) => share(dy, a, b, greater),
  b: (dy, { a, b }) => share(dy, b, a, greater),
});

/** Smaller of a and b, broadcasting; NaN wins. The gradient goes to the smaller; a tie (0 and −0 too) gives half to each.
 *  Where either is NaN, both have the whole gradient, as in PyTorch. */
export const minimum: Binary = binary("minimum", ["a", "b"], {
  a: (dy, { a, b }) => share(dy, a, b, less),
  b: (dy, { a, b }) => share(dy, b, a, less),
});

/** dy, halved at a tie, where the other does not beat `own`. */
function share(dy: Tensor, own: Tensor, other: Tensor, beats: Binary): Tensor {
  const part = sub(1, add(beats(other, own), mul(equal(own, other), 0.5)));
  return gate(mul(dy, part), part);
}
