import { defineOp, type Op } from "../core/op.ts";
import { div } from "./arithmetic.ts";
import { inferReduce } from "./axes.ts";
import { type ReduceOptions, reduceOptions } from "./axisOptions.ts";
import { spread } from "./sum.ts";

/** Mean over axes.  $\partial x = \partial y / m$ for m elements per output. */
export const mean: Op<["x"], ReduceOptions> = defineOp({
  name: "mean",
  inputs: ["x"],
  options: reduceOptions,
  infer: inferReduce("mean"),
  forward: (k, { x }, g) => k.mean(g.shape, x, g),
  backward: (dy, _, g) => ({ x: () => spread(div(dy, g.count), g) }),
});
