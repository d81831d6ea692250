import { defineOp, type Op } from "../core/op.ts";
import { div, mul } from "./arithmetic.ts";
import { inferReduce } from "./axes.ts";
import { type ReduceOptions, reduceOptions } from "./axisOptions.ts";
import { equal } from "./comparison.ts";
import { stretch, sum } from "./sum.ts";

/** Largest element over axes; NaN wins.  Tied maxima share the gradient evenly, as in PyTorch's amax; 0 and −0 tie. Where
 *  the largest is NaN, so are the gradients of all that it was taken from. */
export const max: Op<["x"], ReduceOptions> = defineOp({
  name: "max",
  inputs: ["x"],
  options: reduceOptions,
  infer: inferReduce("max"),
  forward: (k, { x }, g) => k.max(g.shape, x, g),
  saves: ["x", "y"],
  backward: (dy, { x, y }, g) => ({
    x: () => {
      const winners = equal(x, stretch(y, g));
      return mul(stretch(dy, g), div(winners, sum(winners, { axis: g.axes, keepDims: true })));
    },
  }),
});
