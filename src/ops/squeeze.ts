import { checkArgument, checkOptions } from "../core/options.ts";
import { normalizeAxes } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { axisOrAxes } from "./axisOptions.ts";
import { reshape } from "./reshape.ts";

export interface SqueezeOptions {
  /** The axis to take out if its size is 1, or several; negative: counted from the back. Default: every one of size 1. */
  readonly axis?: number | readonly number[];
}

/** The same values without axes of size 1:  y[…] = x[…, 0, …].  No copy is made; ∂x is ∂y with the axes put back. An axis
 *  that is named and is longer stays, as in PyTorch.
 *
 *  Source: PyTorch's torch.squeeze.
 *
 *  @param x of any shape.
 *  @returns a tensor of x's shape without those axes: [3, 1, 4, 1] gives [3, 4].
 *  @throws ShapeError for an axis that x does not have, or one given twice; OptionError for an unknown option.
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
