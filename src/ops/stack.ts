import { ArgumentError, ShapeError } from "../core/errors.ts";
import { listOf, number } from "../core/kinds.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import { formatShape, normalizeAxis, sameShape } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { concat } from "./concat.ts";
import { reshape } from "./reshape.ts";

/** Tensors of one shape, one after the other along a new axis.
 *
 *      y[…, i, …] = xᵢ[…]     ∂xᵢ[…] = ∂y[…, i, …]
 *
 *  Source: PyTorch's torch.stack.
 *  @param tensors one or more, all of one shape.
 *  @param options.axis where the new axis stands in the result; negative ones count from the back. Default: 0.
 *  @returns a tensor of their shape with one axis more, as long as there are tensors: n of [c, h] give [n, c, h].
 *  @throws ShapeError if the shapes differ, or for an axis that the result does not have; ArgumentError if there is no tensor;
 *  OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { stack, tensor } from "alexgrad";
 *
 *  const [a, b] = [tensor([1, 2]), tensor([3, 4])];
 *  console.log(await stack([a, b]).toArray()); // [ [ 1, 2 ], [ 3, 4 ] ]
 *  console.log(await stack([a, b], { axis: 1 }).toArray()); // [ [ 1, 3 ], [ 2, 4 ] ]
 *  ``` */
export function stack(tensors: readonly Tensor[], options: { readonly axis?: number } = {}): Tensor {
  checkArgument("stack", "tensors", tensors, listOf(tensor));
  checkOptions("stack", options, { axis: number });
  const [first] = tensors;
  if (first === undefined) throw new ArgumentError("stack: expected at least one tensor; got none");
  const other = tensors.find(({ shape }) => !sameShape(shape, first.shape));
  if (other !== undefined) {
    throw new ShapeError(
      `stack: expected equal shapes; got ${formatShape(first.shape)} and ${formatShape(other.shape)}`,
    );
  }
  const axis = normalizeAxis("stack", options.axis ?? 0, first.rank + 1);
  const shape = first.shape.toSpliced(axis, 0, 1);
  return concat(
    tensors.map((x) => reshape(x, shape)),
    { axis },
  );
}
