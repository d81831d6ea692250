import { defineOp } from "../core/op.ts";
import type { Tensor } from "../core/tensor.ts";
import { add } from "./add.ts";
import { type Binary, inferBroadcast, withNumbers } from "./broadcast.ts";
import { equal } from "./equal.ts";
import { greater } from "./greater.ts";
import { mul } from "./mul.ts";
import { sumTo } from "./sumTo.ts";

/** Larger of a and b, broadcasting; NaN wins. The gradient goes to the larger; a tie gives half to each. */
export const maximum: Binary = withNumbers(
  defineOp({
    name: "maximum",
    inputs: ["a", "b"],
    infer: inferBroadcast("maximum"),
    forward: (k, { a, b }, g) => k.maximum(g.shape, a, b, g),
    saves: ["a", "b"],
    backward: (dy, { a, b }, g) => ({
      a: () => sumTo(mul(dy, share(a, b)), g.aShape),
      b: () => sumTo(mul(dy, share(b, a)), g.bShape),
    }),
  }),
);

/** 1 where `own` wins, ½ where it ties. */
function share(own: Tensor, other: Tensor): Tensor {
  return add(greater(own, other), mul(equal(own, other), 0.5));
}
