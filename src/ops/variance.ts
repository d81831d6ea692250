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
import { spread } from "./sum.ts";

export interface VarianceOptions extends ReduceOptions {
  /** Taken off the number of elements in the divisor. Default 0: the biased estimate, as batch normalisation uses.
   *  PyTorch's `var` has 1. */
  readonly correction?: number;
}

const varianceOptions: Kinds<VarianceOptions> = { ...reduceOptions, correction: number };

/** Variance over axes, $\frac1{m-c} \sum (x - \bar x)^2$.  $\partial x = \frac2{m-c}\,(x - \bar x)\,\partial y$.
 *  @throws ShapeError unless correction < m, the number of elements per output. */
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
    x: () => mul(spread(dy, g), mul(sub(x, mean(x, { axis: g.axes, keepDims: true })), 2 / g.divisor)),
  }),
});
