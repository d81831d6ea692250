import { defineOp, type Op } from "../core/op.ts";
import { div } from "./arithmetic.ts";
import { inferReduce } from "./axes.ts";
import { type ReduceOptions, reduceOptions } from "./axisOptions.ts";
import { stretch } from "./sum.ts";

/** The mean over axes, of m elements for each output.
 *
 *      y = Σ x / m     ∂x = ∂y / m
 *
 *  Source: PyTorch's torch.mean.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape without the reduced axes; a scalar where all are.
 *  @throws ShapeError if an axis is not there, or comes twice; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { mean, tensor } from "alexgrad";
 *
 *  const x = tensor([[1, 2], [3, 6]]);
 *  console.log(await mean(x).item(), await mean(x, { axis: 0 }).toArray()); // 3 [ 2, 4 ]
 *  ``` */
export const mean: Op<["x"], ReduceOptions> = defineOp({
  name: "mean",
  inputs: ["x"],
  options: reduceOptions,
  infer: inferReduce("mean"),
  forward: (k, { x }, g) => k.mean(g.shape, x, g),
  backward: (dy, _, g) => ({ x: () => stretch(div(dy, g.count), g) }),
});
