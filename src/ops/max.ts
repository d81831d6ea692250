import { defineOp, type Op } from "../core/op.ts";
import { div, mul } from "./arithmetic.ts";
import { inferReduce } from "./axes.ts";
import { type ReduceOptions, reduceOptions } from "./axisOptions.ts";
import { equal } from "./comparison.ts";
import { stretch, sum } from "./sum.ts";

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
        const winners = equal(x, stretch(y, g));
        return mul(stretch(dy, g), div(winners, sum(winners, { axis: g.axes, keepDims: true })));
      },
    }),
  });
}

/** The largest element over axes.
 *
 *      y = max x     ∂x = ∂y / n at the n elements that are the largest, else 0
 *
 *  NaN wins. 0 and −0 are equal. Where the largest is NaN, so are the gradients of all that it was taken from.
 *  Source: PyTorch's torch.amax.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape without the reduced axes; a scalar where all are.
 *  @throws ShapeError if an axis is not there, or comes twice; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { max, tensor } from "alexgrad";
 *
 *  const x = tensor([[1, 3], [4, 0]]);
 *  console.log(await max(x, { axis: 1 }).toArray()); // [ 3, 4 ]
 *  ``` */
export const max: Op<["x"], ReduceOptions> = extremum("max");

/** The smallest element over axes.
 *
 *      y = min x     ∂x = ∂y / n at the n elements that are the smallest, else 0
 *
 *  NaN wins. 0 and −0 are equal. Where the smallest is NaN, so are the gradients of all that it was taken from.
 *  Source: PyTorch's torch.amin.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape without the reduced axes; a scalar where all are.
 *  @throws ShapeError if an axis is not there, or comes twice; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { min, tensor } from "alexgrad";
 *
 *  const x = tensor([[1, 3], [4, 0]]);
 *  console.log(await min(x, { axis: 1 }).toArray()); // [ 1, 0 ]
 *  ``` */
export const min: Op<["x"], ReduceOptions> = extremum("min");
