import { defineOp, type Op } from "../core/op.ts";
import { inferReduce, type ReduceOptions, spread } from "./axes.ts";
import { div } from "./div.ts";
import { equal } from "./equal.ts";
import { mul } from "./mul.ts";
import { sum } from "./sum.ts";

/** Largest element over axes; NaN wins.  Tied maxima share the gradient evenly, as in PyTorch's amax. */
export const max: Op<["x"], ReduceOptions> = defineOp({
  name: "max",
  inputs: ["x"],
  infer: inferReduce("max"),
  forward: (k, { x }, g) => k.max(g.shape, x, g),
  saves: ["x", "y"],
  backward: (dy, { x, y }, g) => ({
    x: () => {
      const winners = equal(x, spread(y, g));
      return mul(spread(dy, g), div(winners, sum(winners, { axes: g.axes, keepDims: true })));
    },
  }),
});
