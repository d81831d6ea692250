import { defineOp, type Op } from "../core/op.ts";
import { inferSameShape } from "./elementwise.ts";

/** −x.  $\partial x = -\partial y$. */
export const neg: Op<["x"]> = defineOp({
  name: "neg",
  inputs: ["x"],
  infer: inferSameShape,
  forward: (k, { x }, g) => k.neg(g.shape, x),
  backward: (dy) => ({ x: () => neg(dy) }),
});
