import { ShapeError } from "../core/errors.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import { formatShape, sameShape } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { mul, sub } from "./arithmetic.ts";
import { type Reduction, reduceLoss, reductions } from "./labels.ts";

/** Squared error, averaged over all elements by default.
 *
 *      y = (x − target)²
 *      ∂x = 2 (x − target) ∂y   ∂target = −∂x
 *
 *  Source: PyTorch's torch.nn.functional.mse_loss.
 *  @param x of any shape.
 *  @param target x's shape.
 *  @param options.reduction what is made of the squares. Default: "mean".
 *  @returns a scalar, or x's shape with reduction "none".
 *  @throws ShapeError unless the shapes are equal; OptionError for an unknown or invalid option.
 *
 *  @example
 *  ```ts
 *  import { mseLoss, tensor } from "alexgrad";
 *
 *  console.log(await mseLoss(tensor([1, 2]), tensor([3, 2])).item()); // 2
 *  ``` */
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
