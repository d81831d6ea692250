import { ShapeError } from "../core/errors.ts";
import { shape as shapeKind } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument } from "../core/options.ts";
import { formatShape, type Shape, sizeOf } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";

/** The same values in another shape, row by row. No copy is made.
 *
 *      y[k] = x[k], k counting row by row     ∂x = ∂y in x's shape
 *
 *  Source: PyTorch's torch.reshape.
 *  @param x a tensor of any shape.
 *  @param shape as many elements as x has; one size may be −1 and is inferred.
 *  @returns a tensor of that shape.
 *  @throws ShapeError if the number of elements differs.
 *
 *  @example
 *  ```ts
 *  import { reshape, tensor } from "alexgrad";
 *
 *  console.log(await reshape(tensor([1, 2, 3, 4]), [2, -1]).toArray()); // [ [ 1, 2 ], [ 3, 4 ] ]
 *  ``` */
export function reshape(x: Tensor, shape: Shape): Tensor {
  checkArgument("reshape", "x", x, tensor);
  checkArgument("reshape", "shape", shape, shapeKind);
  return reshapeOp(x, { shape: inferSizes(x.shape, shape) });
}

const reshapeOp: Op<["x"], { shape: Shape }> = defineOp({
  name: "reshape",
  inputs: ["x"],
  infer: ({ x }, { shape }: { shape: Shape }) => ({ shape, xShape: x }),
  forward: (_k, { x }) => x,
  backward: (dy, _, g) => ({ x: () => reshape(dy, g.xShape) }),
});

function inferSizes(from: Shape, to: Shape): Shape {
  const size = sizeOf(from);
  const known = to.reduce((product, dim) => (dim === -1 ? product : product * dim), 1);
  const shape = to.map((dim) => (dim === -1 ? size / known : dim));
  const isShape = shape.every((dim) => Number.isSafeInteger(dim) && dim >= 1);
  if (!isShape || sizeOf(shape) !== size || to.filter((dim) => dim === -1).length > 1) {
    throw new ShapeError(
      `reshape: expected a shape of ${size} elements for ${formatShape(from)}; got ${formatShape(to)}`,
    );
  }
  return shape;
}
