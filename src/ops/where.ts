import { defineOp, type Op } from "../core/op.ts";
import { checkArgument } from "../core/options.ts";
import { broadcastShapes } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { type Operand, scalar } from "./broadcast.ts";
import { broadcastTo } from "./sum.ts";

/** a where the condition is not 0, else b; the three broadcast. NaN is not 0.
 *  ∂a = ∂y where the condition is not 0, else 0;  ∂b the other way round: what is not taken passes nothing on, not even
 *  NaN. The condition has no gradient. */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  checkArgument("where", "condition", condition, tensor);
  const beside = (each: Operand) => (typeof each === "number" ? scalar(each, condition) : each);
  const [left, right] = [beside(a), beside(b)];
  checkArgument("where", "a", left, tensor);
  checkArgument("where", "b", right, tensor);
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
