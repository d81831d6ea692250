import { defineOp, type Op } from "../core/op.ts";
import { inferSameShape } from "./elementwise.ts";
import { gate } from "./gate.ts";

/** Rectified linear unit, AlexNet's activation: max(x, 0).  $\partial x = \partial y$ where y > 0, else 0 (also at x = 0).
 *  NaN stays NaN, and lets ∂y through. */
export const relu: Op<["x"]> = defineOp({
  name: "relu",
  inputs: ["x"],
  infer: inferSameShape,
  forward: (k, { x }, g) => k.relu(g.shape, x),
  saves: ["y"],
  backward: (dy, { y }) => ({ x: () => gate(dy, y) }),
});
