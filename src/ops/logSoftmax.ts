import { defineOp, type Op } from "../core/op.ts";
import { mul, sub } from "./arithmetic.ts";
import { inferAxis } from "./axes.ts";
import { type AxisOptions, axisOptions } from "./axisOptions.ts";
import { exp } from "./elementwise.ts";
import { sum } from "./sum.ts";

/** $y_i = x_i - \ln \sum_j e^{x_j}$ along one axis (default the last), shifted by the maximum so that it cannot overflow.
 *  $\partial x = \partial y - e^y \sum_j \partial y_j$.
 *  −∞ stays −∞. NaN or ∞ makes the line NaN, and so does −∞ everywhere. */
export const logSoftmax: Op<["x"], AxisOptions> = defineOp({
  name: "logSoftmax",
  inputs: ["x"],
  options: axisOptions,
  infer: inferAxis("logSoftmax"),
  forward: (k, { x }, g) => k.logSoftmax(g.shape, x, g),
  saves: ["y"],
  backward: (dy, { y }, g) => ({
    x: () => sub(dy, mul(exp(y), sum(dy, { axis: g.axis, keepDims: true }))),
  }),
});
