import { defineOp } from "../core/op.ts";
import type { Tensor } from "../core/tensor.ts";
import { add, mul, sub } from "./arithmetic.ts";
import { type Binary, inferBroadcast, withNumbers } from "./broadcast.ts";
import { equal, greater } from "./comparison.ts";
import { gate } from "./gate.ts";
import { sumTo } from "./sum.ts";

/** Larger of a and b, broadcasting; NaN wins. The gradient goes to the larger; a tie (0 and −0 too) gives half to each.
 *  Where either is NaN, both have the whole gradient, as in PyTorch. */
export const maximum: Binary = withNumbers(
  defineOp({
    name: "maximum",
    inputs: ["a", "b"],
    infer: inferBroadcast("maximum"),
    forward: (k, { a, b }, g) => k.maximum(g.shape, a, b, g),
    saves: ["a", "b"],
    backward: (dy, { a, b }, g) => ({
      a: () => sumTo(share(dy, a, b), g.aShape),
      b: () => sumTo(share(dy, b, a), g.bShape),
    }),
  }),
);

/** dy, halved at a tie, where `own` is not the smaller. */
function share(dy: Tensor, own: Tensor, other: Tensor): Tensor {
  const part = sub(1, add(greater(other, own), mul(equal(own, other), 0.5)));
  return gate(mul(dy, part), part);
}
