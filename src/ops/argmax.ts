import { ShapeError } from "../core/errors.ts";
import { boolean, number } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { inferAxis } from "./axes.ts";
import { type AxisOptions, axisOptions } from "./axisOptions.ts";
import { reshape } from "./reshape.ts";

/** The one axis that `argmax` runs along. */
export interface ArgmaxOptions {
  /** The axis; negative ones count from the back. Default: none, x is read as one line. */
  readonly axis?: number;
  /** Whether to leave the axis in place with size 1; all of them where none is given. Default: false. */
  readonly keepDims?: boolean;
}

/** Where along an axis the largest element stands, as a whole number.
 *
 *      y = the first j with x[…, j, …] = max x[…, ·, …]
 *
 *  NaN is larger than any number. No gradient.
 *  Source: PyTorch's torch.argmax.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape without the axis; a scalar where none is given.
 *  @throws ShapeError if the axis is not there, or longer than the whole numbers of a float32, 2²⁴; OptionError for an unknown
 *  option.
 *
 *  @example
 *  ```ts
 *  import { argmax, tensor } from "alexgrad";
 *
 *  const scores = tensor([[0.1, 0.7, 0.2], [0.5, 0.2, 0.3]]);
 *  console.log(await argmax(scores, { axis: 1 }).toArray()); // [ 1, 0 ]
 *  ``` */
export function argmax(x: Tensor, options: ArgmaxOptions = {}): Tensor {
  checkArgument("argmax", "x", x, tensor);
  checkOptions("argmax", options, { axis: number, keepDims: boolean });
  const { axis, keepDims = false } = options;
  const y = axis === undefined ? alongAxis(reshape(x, [x.size])) : alongAxis(x, { axis });
  if (!keepDims) return y;
  const at = axis === undefined ? -1 : (axis + x.rank) % x.rank;
  return reshape(
    y,
    x.shape.map((size, i) => (axis === undefined || i === at ? 1 : size)),
  );
}

const alongAxis: Op<["x"], AxisOptions> = defineOp({
  name: "argmax",
  inputs: ["x"],
  options: axisOptions,
  infer(shapes, options: AxisOptions) {
    const g = inferAxis("argmax")(shapes, options);
    if (g.n > 2 ** 24) throw new ShapeError(`argmax: expected an axis of at most ${2 ** 24}; got ${g.n}`);
    return { ...g, shape: shapes.x.filter((_, i) => i !== g.axis) };
  },
  forward: (k, { x }, g) => k.argmax(g.shape, x, g),
});
