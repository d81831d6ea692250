import { defineOp, type Op } from "../core/op.ts";
import { inferSameShape } from "./elementwise.ts";
import { mul } from "./mul.ts";
import { sub } from "./sub.ts";

/** Hyperbolic tangent.  $\partial x = (1 - y^2)\,\partial y$. */
export const tanh: Op<["x"]> = defineOp({
  name: "tanh",
  inputs: ["x"],
  infer: inferSameShape,
  forward: (k, { x }, g) => k.tanh(g.shape, x),
  saves: ["y"],
  backward: (dy, { y }) => ({ x: () => mul(dy, sub(1, mul(y, y))) }),
});
