import { defineOp, type Op } from "../core/op.ts";
import { sameShape } from "./elementwise.ts";

/** Rectified linear unit, AlexNet's activation: max(x, 0).  $\partial x = \partial y$ where y > 0, else 0 (also at x = 0). */
export const relu: Op<["x"]> = defineOp({
  name: "relu",
  inputs: ["x"],
  infer: sameShape,
  forward: (k, { x }, g) => k.relu(g.shape, x),
  saves: ["y"],
  backward: (dy, { y }) => ({ x: () => reluGrad(dy, y) }),
});

/** Linear in dy, and its own adjoint. */
const reluGrad: Op<["dy", "y"]> = defineOp({
  name: "reluGrad",
  inputs: ["dy", "y"],
  infer: ({ dy }) => ({ shape: dy }),
  forward: (k, { dy, y }, g) => k.reluGrad(g.shape, dy, y),
  saves: ["y"],
  backward: (v, { y }) => ({ dy: () => reluGrad(v, y) }),
});
