import type { Tensor } from "../core/tensor.ts";
import { add, mul, sub } from "./arithmetic.ts";
import type { Binary } from "./broadcast.ts";
import { equal, greater, less } from "./comparison.ts";
import { binary } from "./define.ts";
import { gate } from "./gate.ts";

/** The larger of two numbers; broadcasts.
 *
 *      y = max(a, b)     ∂a = ∂y where a is the larger, ½ ∂y where both are equal, else 0     ∂b likewise
 *
 *  0 and −0 are equal. NaN wins; where either is NaN, both have the whole gradient.
 *  Source: PyTorch's torch.maximum.
 *  @param a a tensor of any shape, or a number beside a tensor b.
 *  @param b a tensor of a shape that broadcasts with a's, or a number.
 *  @returns a tensor of the shape that both broadcast to.
 *  @throws ShapeError if the shapes do not broadcast.
 *
 *  @example
 *  ```ts
 *  import { maximum, tensor } from "alexgrad";
 *
 *  console.log(await maximum(tensor([1, 2, 3]), 2).toArray()); // [ 2, 2, 3 ]
 *  ``` */
export const maximum: Binary = binary("maximum", ["a", "b"], {
  a: (dy, { a, b }) => share(dy, a, b, greater),
  b: (dy, { a, b }) => share(dy, b, a, greater),
});

/** The smaller of two numbers; broadcasts.
 *
 *      y = min(a, b)     ∂a = ∂y where a is the smaller, ½ ∂y where both are equal, else 0     ∂b likewise
 *
 *  0 and −0 are equal. NaN wins; where either is NaN, both have the whole gradient.
 *  Source: PyTorch's torch.minimum.
 *  @param a a tensor of any shape, or a number beside a tensor b.
 *  @param b a tensor of a shape that broadcasts with a's, or a number.
 *  @returns a tensor of the shape that both broadcast to.
 *  @throws ShapeError if the shapes do not broadcast.
 *
 *  @example
 *  ```ts
 *  import { minimum, tensor } from "alexgrad";
 *
 *  console.log(await minimum(tensor([1, 2, 3]), 2).toArray()); // [ 1, 2, 2 ]
 *  ``` */
export const minimum: Binary = binary("minimum", ["a", "b"], {
  a: (dy, { a, b }) => share(dy, a, b, less),
  b: (dy, { a, b }) => share(dy, b, a, less),
});

/** dy, halved at a tie, where the other does not beat `own`. */
function share(dy: Tensor, own: Tensor, other: Tensor, beats: Binary): Tensor {
  const part = sub(1, add(beats(other, own), mul(equal(own, other), 0.5)));
  return gate(mul(dy, part), part);
}
