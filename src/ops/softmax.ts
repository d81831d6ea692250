import { defineOp, type Op } from "../core/op.ts";
import { mul, sub } from "./arithmetic.ts";
import { inferAxis } from "./axes.ts";
import { type AxisOptions, axisOptions } from "./axisOptions.ts";
import { sum } from "./sum.ts";

/** Probabilities from scores along one axis, shifted by the maximum so that it cannot overflow.
 *
 *      y[i] = exp(x[i]) / Σ_j exp(x[j])     ∂x[i] = y[i] · (∂y[i] − Σ_j ∂y[j] · y[j])
 *
 *  −∞ gives 0. NaN or ∞ makes its line NaN, and so does −∞ everywhere.
 *  Source: Bridle 1990; PyTorch's torch.nn.functional.softmax.
 *  @param x scores, of any shape of rank ≥ 1.
 *  @returns a tensor of x's shape; each line along the axis sums to 1.
 *  @throws ShapeError if the axis is not there; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { softmax, tensor } from "alexgrad";
 *
 *  console.log(await softmax(tensor([[1, 1], [0, 1000]])).toArray()); // [ [ 0.5, 0.5 ], [ 0, 1 ] ]
 *  ``` */
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
