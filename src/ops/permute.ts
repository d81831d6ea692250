import { ShapeError } from "../core/errors.ts";
import { makeWalk } from "../core/geometry/strided.ts";
import { numbers } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument } from "../core/options.ts";
import { formatShape, normalizeAxis, stridesOf } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";

/** Axes in another order: output axis i is input axis axes[i].
 *
 *      y[i_{axes[0]}, i_{axes[1]}, …] = x[i_0, i_1, …]     ∂x = ∂y, permuted back
 *
 *  Source: PyTorch's torch.permute.
 *  @param x a tensor of any shape.
 *  @param axes every axis once; negative ones count from the back.
 *  @returns a tensor whose shape is x's in the new order.
 *  @throws ShapeError unless `axes` holds every axis once.
 *
 *  @example
 *  ```ts
 *  import { ones, permute } from "alexgrad";
 *
 *  console.log(permute(ones([2, 3, 4, 5]), [0, 2, 3, 1]).shape); // [ 2, 4, 5, 3 ]
 *  ``` */
export function permute(x: Tensor, axes: readonly number[]): Tensor {
  checkArgument("permute", "axes", axes, numbers);
  return permuteOp(x, { axes });
}

/** Swaps two axes, by default rows and columns.
 *
 *      y[j, i] = x[i, j]     ∂x = ∂yᵀ
 *
 *  Source: PyTorch's torch.transpose.
 *  @param x a tensor of any shape that has the two axes.
 *  @param axis0 one of them; negative ones count from the back. Default: −2.
 *  @param axis1 the other. Default: −1.
 *  @returns a tensor of x's shape with the two sizes swapped.
 *  @throws ShapeError if an axis is not there.
 *
 *  @example
 *  ```ts
 *  import { tensor, transpose } from "alexgrad";
 *
 *  console.log(await transpose(tensor([[1, 2, 3], [4, 5, 6]])).toArray()); // [ [ 1, 4 ], [ 2, 5 ], [ 3, 6 ] ]
 *  ``` */
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
