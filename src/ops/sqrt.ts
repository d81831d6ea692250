import { defineOp, type Op } from "../core/op.ts";
import { div } from "./div.ts";
import { inferSameShape } from "./elementwise.ts";
import { mul } from "./mul.ts";

/** $\sqrt x$.  $\partial x = \partial y / (2y)$.
 *  √−0 = −0; NaN below 0. The gradient is ∞ at 0 and −∞ at −0. */
export const sqrt: Op<["x"]> = defineOp({
  name: "sqrt",
  inputs: ["x"],
  infer: inferSameShape,
  forward: (k, { x }, g) => k.sqrt(g.shape, x),
  saves: ["y"],
  backward: (dy, { y }) => ({ x: () => div(mul(dy, 0.5), y) }),
});
