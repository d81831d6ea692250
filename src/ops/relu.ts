import { defineOp, type Op } from "../core/op.ts";
import { inferSameShape } from "./elementwise.ts";

/** Rectified linear unit, AlexNet's activation: max(x, 0).  $\partial x = \partial y$ where y > 0, else 0 (also at x = 0). */
export const relu: Op<["x"]> = defineOp({
  name: "relu",
  inputs: ["x"],
  infer: inferSameShape,
  forward: (k, { x }, g) => k.relu(g.shape, x),
  saves: ["y"],
  backward: (dy, { y }) => ({ x: () => reluGrad(dy, y) }),
});

/** dy where the gate is open (> 0). Linear in dy, and its own adjoint. */
const reluGrad: Op<["dy", "gate"]> = defineOp({
  name: "reluGrad",
  inputs: ["dy", "gate"],
  infer: ({ dy }) => ({ shape: dy }),
  forward: (k, { dy, gate }, g) => k.reluGrad(g.shape, dy, gate),
  saves: ["gate"],
  backward: (v, { gate }) => ({ dy: () => reluGrad(v, gate) }),
});
