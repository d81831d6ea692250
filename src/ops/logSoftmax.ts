import { defineOp, type Op } from "../core/op.ts";
import { mul, sub } from "./arithmetic.ts";
import { inferAxis } from "./axes.ts";
import { type AxisOptions, axisOptions } from "./axisOptions.ts";
import { exp } from "./elementwise.ts";
import { sum } from "./sum.ts";

/** The logarithm of `softmax` along one axis, shifted by the maximum so that it can neither overflow nor lose small ones.
 *
 *      y[i] = x[i] − ln Σ_j exp(x[j])     ∂x[i] = ∂y[i] − exp(y[i]) · Σ_j ∂y[j]
 *
 *  −∞ stays −∞. NaN or ∞ makes its line NaN, and so does −∞ everywhere.
 *  Source: PyTorch's torch.nn.functional.log_softmax.
 *  @param x scores, of any shape of rank ≥ 1.
 *  @returns a tensor of x's shape.
 *  @throws ShapeError if the axis is not there; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { logSoftmax, tensor } from "alexgrad";
 *
 *  const y = logSoftmax(tensor([0, 0, 1000]));
 *  console.log(await y.toArray()); // [ -1000, -1000, 0 ]
 *  ``` */
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
