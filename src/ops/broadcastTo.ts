import { identity } from "../core/composite.ts";
import { ShapeError } from "../core/errors.ts";
import { broadcastStrides, makeWalk } from "../core/geometry/strided.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument } from "../core/options.ts";
import { broadcastShapes, checkShape, formatShape, type Shape, sameShape } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { sumTo } from "./sumTo.ts";

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
