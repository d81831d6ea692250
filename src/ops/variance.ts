import { noGrad } from "../core/autograd.ts";
import { ShapeError } from "../core/errors.ts";
import { number } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument, checkOptions, type Kinds } from "../core/options.ts";
import { normalizeAxes } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { mul, sub } from "./arithmetic.ts";
import { inferReduce } from "./axes.ts";
import { type ReduceOptions, reduceOptions } from "./axisOptions.ts";
import { mean } from "./mean.ts";
import { stretch } from "./sum.ts";

/** What is reduced, and which estimate of the variance it is. */
export interface VarianceOptions extends ReduceOptions {
  /** Taken off the number of elements in the divisor; PyTorch's `var` has 1. Default: 0, the biased estimate, as batch
   *  normalization uses. */
  readonly correction?: number;
}

const varianceOptions: Kinds<VarianceOptions> = { ...reduceOptions, correction: number };

/** The variance over axes, of m elements for each output, with the correction c.
 *
 *      y = Σ (x − x̄)² / (m − c)     ∂x = 2 (x − x̄) · ∂y / (m − c)
 *
 *  Source: PyTorch's torch.var, with another default.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape without the reduced axes; a scalar where all are.
 *  @throws ShapeError unless the correction is less than m, or if an axis is not there or comes twice; OptionError for an unknown
 *  option.
 *
 *  @example
 *  ```ts
 *  import { tensor, variance } from "alexgrad";
 *
 *  const x = tensor([1, 2, 3, 4]);
 *  console.log(await variance(x).item()); // 1.25
 *  console.log(await variance(tensor([1, 3]), { correction: 1 }).item()); // 2
 *  ``` */
export function variance(x: Tensor, options: VarianceOptions = {}): Tensor {
  checkArgument("variance", "x", x, tensor);
  checkOptions("variance", options, varianceOptions);
  const { axis } = options;
  normalizeAxes("variance", axis, x.rank);
  return varianceAround(
    x,
    noGrad(() => mean(x, axis === undefined ? {} : { axis })),
    options,
  );
}

/** The mean counts as a constant here: at it the sum of squares is stationary, so its gradient is zero. */
const varianceAround: Op<["x", "mean"], VarianceOptions> = defineOp({
  name: "variance",
  inputs: ["x", "mean"],
  infer({ x }, options: VarianceOptions) {
    const g = inferReduce("variance")({ x }, options);
    const divisor = g.count - (options.correction ?? 0);
    if (!(divisor > 0)) {
      throw new ShapeError(
        `variance: expected more elements than the correction ${options.correction}; got ${g.count}`,
      );
    }
    return { ...g, divisor };
  },
  forward: (k, { x, mean }, g) => k.variance(g.shape, x, mean, g),
  saves: ["x"],
  backward: (dy, { x }, g) => ({
    x: () => mul(stretch(dy, g), mul(sub(x, mean(x, { axis: g.axes, keepDims: true })), 2 / g.divisor)),
  }),
});
