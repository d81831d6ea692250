import { checkArgument, checkOptions } from "../core/options.ts";
import { normalizeAxes } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { axisOrAxes } from "./axisOptions.ts";
import { reshape } from "./reshape.ts";

/** What `squeeze` takes out. */
export interface SqueezeOptions {
  /** The axis, or several; negative ones count from the back. Default: every one of size 1. */
  readonly axis?: number | readonly number[];
}

/** The same values without axes of size 1. No copy is made.
 *
 *      y[i, j] = x[0, i, 0, j]     ∂x[0, i, 0, j] = ∂y[i, j]
 *
 *  An axis that is named and is longer than 1 stays.
 *  Source: PyTorch's torch.squeeze.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape without those axes: [1, c, 1, w] gives [c, w].
 *  @throws ShapeError if an axis is not there, or comes twice; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { ones, squeeze } from "alexgrad";
 *
 *  const x = ones([1, 3, 1]);
 *  console.log(squeeze(x).shape, x.squeeze({ axis: -1 }).shape); // [ 3 ] [ 1, 3 ]
 *  ``` */
export function squeeze(x: Tensor, options: SqueezeOptions = {}): Tensor {
  checkArgument("squeeze", "x", x, tensor);
  checkOptions("squeeze", options, { axis: axisOrAxes });
  const axes = normalizeAxes("squeeze", options.axis, x.rank);
  return reshape(
    x,
    x.shape.filter((size, i) => size !== 1 || !axes.includes(i)),
  );
}
