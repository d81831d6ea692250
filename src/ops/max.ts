import { defineOp, type Op } from "../core/op.ts";
import { div, mul } from "./arithmetic.ts";
import { inferReduce } from "./axes.ts";
import { type ReduceOptions, reduceOptions } from "./axisOptions.ts";
import { equal } from "./comparison.ts";
import { spread, sum } from "./sum.ts";

function extremum(name: "max" | "min"): Op<["x"], ReduceOptions> {
  return defineOp({
    name,
    inputs: ["x"],
    options: reduceOptions,
    infer: inferReduce(name),
    forward: (k, { x }, g) => k[name](g.shape, x, g),
    saves: ["x", "y"],
    backward: (dy, { x, y }, g) => ({
      x: () => {
        const winners = equal(x, spread(y, g));
        return mul(spread(dy, g), div(winners, sum(winners, { axis: g.axes, keepDims: true })));
      },
    }),
  });
}

/** Largest element over axes; NaN wins.  Tied maxima share the gradient evenly, as in PyTorch's amax; 0 and −0 tie. Where
 *  the largest is NaN, so are the gradients of all that it was taken from. */
export const max: Op<["x"], ReduceOptions> = extremum("max");

/** Smallest element over axes; NaN wins.  Tied minima share the gradient evenly, as in PyTorch's amin; 0 and −0 tie. Where
 *  the smallest is NaN, so are the gradients of all that it was taken from. */
export const min: Op<["x"], ReduceOptions> = extremum("min");
