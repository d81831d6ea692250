import { defineOp, type Op } from "../core/op.ts";
import { mul, sub } from "./arithmetic.ts";
import { inferAxis } from "./axes.ts";
import { type AxisOptions, axisOptions } from "./axisOptions.ts";
import { sum } from "./sum.ts";

/** $y_i = e^{x_i} / \sum_j e^{x_j}$ along one axis (default the last), shifted by the maximum so that it cannot overflow.
 *  $\partial x = y \odot (\partial y - \sum_j \partial y_j\,y_j)$.
 *  −∞ gives 0. NaN or ∞ makes the line NaN, and so does −∞ everywhere. */
export const softmax: Op<["x"], AxisOptions> = defineOp({
  name: "softmax",
  inputs: ["x"],
  options: axisOptions,
  infer: inferAxis("softmax"),
  forward: (k, { x }, g) => k.softmax(g.shape, x, g),
  saves: ["y"],
  backward: (dy, { y }, g) => ({
    x: () => mul(y, sub(dy, sum(mul(dy, y), { axis: g.axis, keepDims: true }))),
  }),
});
