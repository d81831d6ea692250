import { defineOp, type Op } from "../core/op.ts";
import { inferSameShape } from "./elementwise.ts";
import { mul } from "./mul.ts";
import { sign } from "./sign.ts";

/** |x|.  $\partial x = \operatorname{sign}(x)\,\partial y$, 0 at x = 0, NaN at NaN (in PyTorch 0). */
export const abs: Op<["x"]> = defineOp({
  name: "abs",
  inputs: ["x"],
  infer: inferSameShape,
  forward: (k, { x }, g) => k.abs(g.shape, x),
  saves: ["x"],
  backward: (dy, { x }) => ({ x: () => mul(dy, sign(x)) }),
});
