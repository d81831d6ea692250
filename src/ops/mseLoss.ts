import { ShapeError } from "../core/errors.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import { formatShape, sameShape } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { mul, sub } from "./arithmetic.ts";
import { type Reduction, reduceLoss, reductions } from "./labels.ts";

/** Squared error (x − target)², averaged over all elements by default.
 *  @throws ShapeError unless the shapes are equal. */
export function mseLoss(x: Tensor, target: Tensor, options: { readonly reduction?: Reduction } = {}): Tensor {
  checkArgument("mseLoss", "x", x, tensor);
  checkArgument("mseLoss", "target", target, tensor);
  checkOptions("mseLoss", options, { reduction: reductions });
  if (!sameShape(x.shape, target.shape)) {
    throw new ShapeError(
      `mseLoss: expected equal shapes; got ${formatShape(x.shape)} and ${formatShape(target.shape)}`,
    );
  }
  const difference = sub(x, target);
  return reduceLoss(mul(difference, difference), options.reduction);
}
