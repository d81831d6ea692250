import { defineOp, type Op } from "../core/op.ts";
import { inferReduce, spread } from "./axes.ts";
import { type ReduceOptions, reduceOptions } from "./axisOptions.ts";

/** Sum over axes.  $\partial x = \partial y$, stretched over the reduced axes. */
export const sum: Op<["x"], ReduceOptions> = defineOp({
  name: "sum",
  inputs: ["x"],
  options: reduceOptions,
  infer: inferReduce("sum"),
  forward: (k, { x }, g) => k.sum(g.shape, x, g),
  backward: (dy, _, g) => ({ x: () => spread(dy, g) }),
});
