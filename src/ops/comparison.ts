import type { Binary } from "./broadcast.ts";
import { binary } from "./define.ts";

/** Where two numbers are equal; broadcasts.
 *
 *      y = 1 where a = b, else 0
 *
 *  NaN equals nothing, and −0 equals 0. No gradient.
 *  Source: PyTorch's torch.eq, with numbers for truth values.
 *  @param a a tensor of any shape, or a number beside a tensor b.
 *  @param b a tensor of a shape that broadcasts with a's, or a number.
 *  @returns a tensor of the shape that both broadcast to.
 *  @throws ShapeError if the shapes do not broadcast.
 *
 *  @example
 *  ```ts
 *  import { equal, tensor } from "alexgrad";
 *
 *  console.log(await equal(tensor([1, 2]), 2).toArray()); // [ 0, 1 ]
 *  ``` */
export const equal: Binary = binary("equal");

/** Where the first number is smaller; broadcasts.
 *
 *      y = 1 where a < b, else 0
 *
 *  0 where either is NaN. No gradient.
 *  Source: PyTorch's torch.lt, with numbers for truth values.
 *  @param a a tensor of any shape, or a number beside a tensor b.
 *  @param b a tensor of a shape that broadcasts with a's, or a number.
 *  @returns a tensor of the shape that both broadcast to.
 *  @throws ShapeError if the shapes do not broadcast.
 *
 *  @example
 *  ```ts
 *  import { less, tensor } from "alexgrad";
 *
 *  console.log(await less(tensor([1, 2, 3]), 2).toArray()); // [ 1, 0, 0 ]
 *  ``` */
export const less: Binary = binary("less");

/** Where the first number is larger; broadcasts.
 *
 *      y = 1 where a > b, else 0
 *
 *  0 where either is NaN. No gradient.
 *  Source: PyTorch's torch.gt, with numbers for truth values.
 *  @param a a tensor of any shape, or a number beside a tensor b.
 *  @param b a tensor of a shape that broadcasts with a's, or a number.
 *  @returns a tensor of the shape that both broadcast to.
 *  @throws ShapeError if the shapes do not broadcast.
 *
 *  @example
 *  ```ts
 *  import { greater, tensor } from "alexgrad";
 *
 *  console.log(await greater(tensor([1, 2, 3]), 2).toArray()); // [ 0, 0, 1 ]
 *  ``` */
export const greater: Binary = binary("greater");
