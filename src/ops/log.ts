import { defineOp, type Op } from "../core/op.ts";
import { div } from "./div.ts";
import { inferSameShape } from "./elementwise.ts";

/** Natural logarithm.  $\partial x = \partial y / x$.
 *  −∞ at both zeros, where the gradient is ∞ at 0 and −∞ at −0; NaN below 0, where the gradient is 1/x still. */
export const log: Op<["x"]> = defineOp({
  name: "log",
  inputs: ["x"],
  infer: inferSameShape,
  forward: (k, { x }, g) => k.log(g.shape, x),
  saves: ["x"],
  backward: (dy, { x }) => ({ x: () => div(dy, x) }),
});
