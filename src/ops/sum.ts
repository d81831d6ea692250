import { identity } from "../core/composite.ts";
import { ShapeError } from "../core/errors.ts";
import { broadcastStrides, makeWalk } from "../core/geometry/strided.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument } from "../core/options.ts";
import { broadcastShapes, checkShape, formatShape, type Shape, sameShape } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { inferReduce } from "./axes.ts";
import { type ReduceOptions, reduceOptions } from "./axisOptions.ts";
import { reshape } from "./reshape.ts";

/** The sum over axes.
 *
 *      y = Σ x     ∂x = ∂y, stretched over the reduced axes
 *
 *  Source: PyTorch's torch.sum.
 *  @param x a tensor of any shape.
 *  @returns a tensor of x's shape without the reduced axes; a scalar where all are.
 *  @throws ShapeError if an axis is not there, or comes twice; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { sum, tensor } from "alexgrad";
 *
 *  const x = tensor([[1, 2], [3, 4]]);
 *  console.log(await sum(x).item(), await sum(x, { axis: 1, keepDims: true }).toArray()); // 10 [ [ 3 ], [ 7 ] ]
 *  ``` */
export const sum: Op<["x"], ReduceOptions> = defineOp({
  name: "sum",
  inputs: ["x"],
  options: reduceOptions,
  infer: inferReduce("sum"),
  forward: (k, { x }, g) => k.sum(g.shape, x, g),
  backward: (dy, _, g) => ({ x: () => stretch(dy, g) }),
});

/** Undoes broadcasting: sums x over the axes along which `shape` was stretched to x's shape. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const lead = x.rank - shape.length;
  const axes = x.shape.map((_, i) => i).filter((i) => i < lead || (shape[i - lead] === 1 && x.shape[i] !== 1));
  return reshape(sum(x, { axis: axes }), shape);
}

/** Stretches axes of size 1, and adds leading ones, up to a shape.
 *
 *      y[…, i, j] = x[i or 0, j or 0]     ∂x = Σ ∂y over what was stretched
 *
 *  Source: PyTorch's torch.broadcast_to.
 *  @param x a tensor of a shape that broadcasts to `shape`.
 *  @param shape the result's sizes.
 *  @returns a tensor of that shape.
 *  @throws ShapeError if x does not broadcast to it.
 *
 *  @example
 *  ```ts
 *  import { broadcastTo, tensor } from "alexgrad";
 *
 *  console.log(await broadcastTo(tensor([1, 2]), [2, 2]).toArray()); // [ [ 1, 2 ], [ 1, 2 ] ]
 *  ``` */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  checkShape("broadcastTo", shape);
  checkArgument("broadcastTo", "x", x, tensor);
  return sameShape(x.shape, shape) ? identity(x) : broadcastToOp(x, { shape });
}

const broadcastToOp: Op<["x"], { shape: Shape }> = defineOp({
  name: "broadcastTo",
  inputs: ["x"],
  infer({ x }, { shape }: { shape: Shape }) {
    if (!sameShape(broadcastShapes("broadcastTo", x, shape), shape)) {
      throw new ShapeError(`broadcastTo: cannot stretch ${formatShape(x)} to ${formatShape(shape)}`);
    }
    return { shape, xShape: x, offset: 0, walk: makeWalk(shape, [broadcastStrides(x, shape)]) };
  },
  forward: (k, { x }, g) => k.strided(g.shape, x, g),
  backward: (dy, _, g) => ({ x: () => sumTo(dy, g.xShape) }),
});

/** Stretches a reduction's output back over the reduced axes. */
export function stretch(y: Tensor, g: { readonly keptShape: Shape; readonly xShape: Shape }): Tensor {
  return broadcastTo(reshape(y, g.keptShape), g.xShape);
}
