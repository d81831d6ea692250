import { ShapeError } from "../core/errors.ts";
import { makeWalk } from "../core/geometry/strided.ts";
import { numbers } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument } from "../core/options.ts";
import { formatShape, normalizeAxis, stridesOf } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";

/** Dimensions in another order: output axis i is input axis axes[i].  $\partial x$ is permuted back.
 *  @throws ShapeError unless `axes` holds every axis once. */
export function permute(x: Tensor, axes: readonly number[]): Tensor {
  checkArgument("permute", "axes", axes, numbers);
  return permuteOp(x, { axes });
}

/** Swaps two axes, by default the last two. */
export function transpose(x: Tensor, axis0 = -2, axis1 = -1): Tensor {
  checkArgument("transpose", "x", x, tensor);
  const axes = x.shape.map((_, i) => i);
  const i = normalizeAxis("transpose", axis0, x.rank);
  const j = normalizeAxis("transpose", axis1, x.rank);
  axes[i] = j;
  axes[j] = i;
  return permute(x, axes);
}

const permuteOp: Op<["x"], { axes: readonly number[] }> = defineOp({
  name: "permute",
  inputs: ["x"],
  infer({ x }, options: { axes: readonly number[] }) {
    const axes = options.axes.map((axis) => normalizeAxis("permute", axis, x.length));
    if (axes.length !== x.length || new Set(axes).size !== x.length) {
      throw new ShapeError(`permute: expected every axis of ${formatShape(x)} once; got [${options.axes}]`);
    }
    const shape = axes.map((axis) => x[axis]);
    const strides = stridesOf(x);
    return { shape, axes, offset: 0, walk: makeWalk(shape, [axes.map((axis) => strides[axis])]) };
  },
  forward: (k, { x }, g) => k.strided(g.shape, x, g),
  backward: (dy, _, { axes }) => ({
    x: () =>
      permute(
        dy,
        axes.map((_axis, i) => axes.indexOf(i)),
      ),
  }),
});
