import { defineOp, type Op } from "../core/op.ts";
import { inferReduce, type ReduceOptions, spread } from "./axes.ts";

/** Sum over axes.  $\partial x = \partial y$, stretched over the reduced axes. */
export const sum: Op<["x"], ReduceOptions> = defineOp({
  name: "sum",
  inputs: ["x"],
  infer: inferReduce("sum"),
  forward: (k, { x }, g) => k.sum(g.shape, x, g),
  backward: (dy, _, g) => ({ x: () => spread(dy, g) }),
});
