import { number } from "../core/kinds.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import { normalizeAxis } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { reshape } from "./reshape.ts";

/** Joins every axis from one on into a single one, without a copy.
 *
 *      y[n, (c·h + i)·w + j] = x[n, c, i, j]     ∂x = ∂y in x's shape
 *
 *  Source: PyTorch's torch.flatten.
 *  @param x a tensor of any shape of rank ≥ 1.
 *  @param options.startAxis the first axis that is joined; negative ones count from the back. Default: 1.
 *  @returns a tensor of rank startAxis + 1, with the shape [… before, product of the rest].
 *  @throws ShapeError if the axis is not there; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { flatten, ones } from "alexgrad";
 *
 *  console.log(flatten(ones([2, 3, 4, 4])).shape); // [ 2, 48 ]
 *  ``` */
export function flatten(x: Tensor, options: { startAxis?: number } = {}): Tensor {
  checkArgument("flatten", "x", x, tensor);
  checkOptions("flatten", options, { startAxis: number });
  const axis = normalizeAxis("flatten", options.startAxis ?? 1, x.rank);
  return reshape(x, [...x.shape.slice(0, axis), -1]);
}
