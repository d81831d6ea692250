import { defineOp, type Op, readInput } from "../core/op.ts";
import { broadcastShapes } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { type Operand, scalar } from "./broadcast.ts";
import { broadcastTo } from "./sum.ts";

/** Takes each element from one of two tensors; broadcasts.
 *
 *      y = a where condition ≠ 0, else b
 *      ∂a = ∂y where condition ≠ 0, else 0     ∂b = 0 where condition ≠ 0, else ∂y
 *
 *  What is not taken passes nothing on, not even NaN. NaN is not 0. The condition has no gradient.
 *  Source: PyTorch's torch.where.
 *  @param condition a tensor of a shape that broadcasts with the others, such as `greater` makes.
 *  @param a a tensor of such a shape, or a number.
 *  @param b a tensor of such a shape, or a number.
 *  @returns a tensor of the shape that all broadcast to.
 *  @throws ShapeError if the shapes do not broadcast.
 *
 *  @example
 *  ```ts
 *  import { greater, tensor, where } from "alexgrad";
 *
 *  const x = tensor([-2, 3]);
 *  console.log(await where(greater(x, 0), x, -1).toArray()); // [ -1, 3 ]
 *  ``` */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  readInput("where", "condition", condition);
  const beside = (each: Operand) => (typeof each === "number" ? scalar(each, condition) : each);
  const [left, right] = [beside(a), beside(b)];
  readInput("where", "a", left);
  readInput("where", "b", right);
  const shape = broadcastShapes("where", condition.shape, broadcastShapes("where", left.shape, right.shape));
  return choose(broadcastTo(condition, shape), broadcastTo(left, shape), broadcastTo(right, shape));
}

const choose: Op<["condition", "a", "b"]> = defineOp({
  name: "where",
  inputs: ["condition", "a", "b"],
  infer: ({ condition }) => ({ shape: condition }),
  forward: (k, { condition, a, b }, g) => k.where(g.shape, condition, a, b),
  saves: ["condition"],
  backward: (dy, { condition }) => ({
    a: () => where(condition, dy, 0),
    b: () => where(condition, 0, dy),
  }),
});
