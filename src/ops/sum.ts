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

/** Sum over axes.  $\partial x = \partial y$, stretched over the reduced axes. */
export const sum: Op<["x"], ReduceOptions> = defineOp({
  name: "sum",
  inputs: ["x"],
  options: reduceOptions,
  infer: inferReduce("sum"),
  forward: (k, { x }, g) => k.sum(g.shape, x, g),
  backward: (dy, _, g) => ({ x: () => spread(dy, g) }),
});

/** Undoes broadcasting: sums x over the axes along which `shape` was stretched to x's shape. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const lead = x.rank - shape.length;
  const axes = x.shape.map((_, i) => i).filter((i) => i < lead || (shape[i - lead] === 1 && x.shape[i] !== 1));
  return reshape(sum(x, { axis: axes }), shape);
}

/** Stretches sizes of 1, and adds leading axes, up to `shape`.  $\partial x$ sums over what was stretched.
 *  @throws ShapeError if x does not broadcast to the shape. */
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
export function spread(y: Tensor, g: { readonly keptShape: Shape; readonly xShape: Shape }): Tensor {
  return broadcastTo(reshape(y, g.keptShape), g.xShape);
}
