import { ShapeError } from "../core/errors.ts";
import { boolean, number } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { inferAxis } from "./axes.ts";
import { type AxisOptions, axisOptions } from "./axisOptions.ts";
import { reshape } from "./reshape.ts";

export interface ArgmaxOptions {
  /** Negative ones count from the back. Default: none, x is read as one line. */
  readonly axis?: number;
  /** Leave the axis in place with size 1. Default false. */
  readonly keepDims?: boolean;
}

/** Where along an axis the largest element stands, as a whole number; the first of equals, and the first NaN before any
 *  number. No gradient.
 *  @throws ShapeError if the axis is longer than the whole numbers of a float32, 2²⁴. */
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
