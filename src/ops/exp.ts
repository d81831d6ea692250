import { defineOp, type Op } from "../core/op.ts";
import { inferSameShape } from "./elementwise.ts";
import { mul } from "./mul.ts";

/** $e^x$.  $\partial x = y\,\partial y$. */
export const exp: Op<["x"]> = defineOp({
  name: "exp",
  inputs: ["x"],
  infer: inferSameShape,
  forward: (k, { x }, g) => k.exp(g.shape, x),
  saves: ["y"],
  backward: (dy, { y }) => ({ x: () => mul(dy, y) }),
});
