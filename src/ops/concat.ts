import { identity } from "../core/composite.ts";
import { ArgumentError, ShapeError } from "../core/errors.ts";
import { listOf, number } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import { formatShape, normalizeAxis, sizeOf } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { slice } from "./pad.ts";

/** Joins tensors along an axis. Of a and b along axis 0, a with m rows:
 *
 *      y[i] = a[i] for i < m, else b[i − m]     ∂a = the first m rows of ∂y, ∂b = the rest
 *
 *  Source: PyTorch's torch.cat.
 *  @param tensors at least one, of shapes that agree but along the axis.
 *  @param options.axis where to join; negative ones count from the back. Default: 0.
 *  @returns a tensor of the inputs' shape, as long along the axis as all of them together.
 *  @throws ShapeError if ranks or other sizes differ, or the axis is not there; ArgumentError if there is no tensor; OptionError
 *  for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { concat, tensor } from "alexgrad";
 *
 *  const x = tensor([[1, 2], [3, 4]]);
 *  console.log(await concat([x, tensor([[5, 6]])]).toArray()); // [ [ 1, 2 ], [ 3, 4 ], [ 5, 6 ] ]
 *  ``` */
export function concat(tensors: readonly Tensor[], options: { axis?: number } = {}): Tensor {
  checkArgument("concat", "tensors", tensors, listOf(tensor));
  checkOptions("concat", options, { axis: number });
  return join(tensors, options);
}

function join(tensors: readonly Tensor[], options: { axis?: number }): Tensor {
  if (tensors.length === 0) throw new ArgumentError("concat: expected at least one tensor; got none");
  if (tensors.length === 1) {
    normalizeAxis("concat", options.axis ?? 0, tensors[0].rank);
    return identity(tensors[0]);
  }
  const middle = Math.ceil(tensors.length / 2);
  return concatPair(join(tensors.slice(0, middle), options), join(tensors.slice(middle), options), options);
}

const concatPair: Op<["a", "b"], { axis?: number }> = defineOp({
  name: "concat",
  inputs: ["a", "b"],
  infer({ a, b }, options: { axis?: number }) {
    const axis = normalizeAxis("concat", options.axis ?? 0, a.length);
    if (a.length !== b.length || a.some((dim, i) => i !== axis && dim !== b[i])) {
      throw new ShapeError(
        `concat: expected equal sizes except along axis ${axis}; got ${formatShape(a)} and ${formatShape(b)}`,
      );
    }
    const rows = sizeOf(a.slice(0, axis));
    return {
      shape: a.with(axis, a[axis] + b[axis]),
      rows,
      aRow: sizeOf(a) / rows,
      bRow: sizeOf(b) / rows,
      axis,
      seam: a[axis],
    };
  },
  forward: (k, { a, b }, g) => k.concat(g.shape, a, b, g),
  backward: (dy, _, { axis, seam }) => ({
    a: () => slice(dy, { axis, end: seam }),
    b: () => slice(dy, { axis, start: seam }),
  }),
});
