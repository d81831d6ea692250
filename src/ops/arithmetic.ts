import type { Binary } from "./broadcast.ts";
import { binary, type Unary, unary } from "./define.ts";

/** The negative.
 *
 *      y = −x     ∂x = −∂y
 *
 *  Source: PyTorch's torch.neg.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape.
 *
 *  @example
 *  ```ts
 *  import { neg, tensor } from "alexgrad";
 *
 *  console.log(await neg(tensor([1, -2])).toArray()); // [ -1, 2 ]
 *  ``` */
export const neg: Unary = unary("neg", [], (dy) => neg(dy));

/** The sum; broadcasts.
 *
 *      y = a + b     ∂a = ∂y     ∂b = ∂y
 *
 *  Source: PyTorch's torch.add.
 *  @param a a tensor of any shape, or a number beside a tensor b.
 *  @param b a tensor of a shape that broadcasts with a's, or a number.
 *  @returns a tensor of the shape that both broadcast to.
 *  @throws ShapeError if the shapes do not broadcast.
 *
 *  @example
 *  ```ts
 *  import { add, tensor } from "alexgrad";
 *
 *  console.log(await add(tensor([[1], [2]]), tensor([10, 20])).toArray()); // [ [ 11, 21 ], [ 12, 22 ] ]
 *  ``` */
export const add: Binary = binary("add", [], { a: (dy) => dy, b: (dy) => dy });

/** The difference; broadcasts.
 *
 *      y = a − b     ∂a = ∂y     ∂b = −∂y
 *
 *  Source: PyTorch's torch.sub.
 *  @param a a tensor of any shape, or a number beside a tensor b.
 *  @param b a tensor of a shape that broadcasts with a's, or a number.
 *  @returns a tensor of the shape that both broadcast to.
 *  @throws ShapeError if the shapes do not broadcast.
 *
 *  @example
 *  ```ts
 *  import { sub, tensor } from "alexgrad";
 *
 *  console.log(await sub(1, tensor([0.25, 3])).toArray()); // [ 0.75, -2 ]
 *  ``` */
export const sub: Binary = binary("sub", [], { a: (dy) => dy, b: (dy) => neg(dy) });

/** The product, element by element; broadcasts.
 *
 *      y = a · b     ∂a = b · ∂y     ∂b = a · ∂y
 *
 *  Source: PyTorch's torch.mul.
 *  @param a a tensor of any shape, or a number beside a tensor b.
 *  @param b a tensor of a shape that broadcasts with a's, or a number.
 *  @returns a tensor of the shape that both broadcast to.
 *  @throws ShapeError if the shapes do not broadcast.
 *
 *  @example
 *  ```ts
 *  import { mul, tensor } from "alexgrad";
 *
 *  console.log(await mul(tensor([1, 2]), tensor([3, -4])).toArray()); // [ 3, -8 ]
 *  ``` */
export const mul: Binary = binary("mul", ["a", "b"], { a: (dy, { b }) => mul(dy, b), b: (dy, { a }) => mul(dy, a) });

/** The quotient; broadcasts.
 *
 *      y = a / b     ∂a = ∂y / b     ∂b = −∂y · y / b
 *
 *  1 / 0 = ∞, 1 / −0 = −∞, 0 / 0 = NaN.
 *  Source: IEEE 754; PyTorch's torch.div.
 *  @param a a tensor of any shape, or a number beside a tensor b.
 *  @param b a tensor of a shape that broadcasts with a's, or a number.
 *  @returns a tensor of the shape that both broadcast to.
 *  @throws ShapeError if the shapes do not broadcast.
 *
 *  @example
 *  ```ts
 *  import { div, tensor } from "alexgrad";
 *
 *  console.log(await div(tensor([1, -3]), 2).toArray()); // [ 0.5, -1.5 ]
 *  ``` */
export const div: Binary = binary("div", ["b", "y"], {
  a: (dy, { b }) => div(dy, b),
  b: (dy, { b, y }) => neg(mul(dy, div(y, b))),
});
