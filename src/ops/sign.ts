import { defineOp, type Op } from "../core/op.ts";
import { inferSameShape } from "./elementwise.ts";

/** −1, 0 or 1; of −0 it is −0, of NaN it is NaN, as NumPy's (PyTorch's is 0). No gradient. */
export const sign: Op<["x"]> = defineOp({
  name: "sign",
  inputs: ["x"],
  infer: inferSameShape,
  forward: (k, { x }, g) => k.sign(g.shape, x),
});
