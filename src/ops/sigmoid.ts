import { defineOp, type Op } from "../core/op.ts";
import { inferSameShape } from "./elementwise.ts";
import { mul } from "./mul.ts";
import { sub } from "./sub.ts";

/** $1 / (1 + e^{-x})$.  $\partial x = y(1 - y)\,\partial y$. */
export const sigmoid: Op<["x"]> = defineOp({
  name: "sigmoid",
  inputs: ["x"],
  infer: inferSameShape,
  forward: (k, { x }, g) => k.sigmoid(g.shape, x),
  saves: ["y"],
  backward: (dy, { y }) => ({ x: () => mul(dy, mul(y, sub(1, y))) }),
});
