import { noGrad } from "../core/autograd.ts";
import { checkNumber } from "../core/options.ts";
import { scope } from "../core/scope.ts";
import type { Tensor } from "../core/tensor.ts";
import { add, clamp, div, mul, sqrt, sum } from "../ops/index.ts";
import { tensorsOf } from "./groups.ts";

/** Makes long gradients shorter, in place. Nothing is read back: the device computes the factor.
 *
 *      g ← g · min(1, maxNorm / (‖g‖ + 10⁻⁶)), ‖g‖ over the gradients of all parameters together
 *
 *  Source: PyTorch's torch.nn.utils.clip_grad_norm_.
 *  @param params those without a gradient are passed over.
 *  @param maxNorm ≥ 0.
 *  @returns ‖g‖ before, a scalar to dispose of; null if no parameter has a gradient.
 *  @throws OptionError if maxNorm is negative.
 *
 *  @example
 *  ```ts
 *  import { clipGradNorm, tensor } from "alexgrad";
 *
 *  const w = tensor([3, 4], { requiresGrad: true });
 *  w.mul(w).sum().backward();
 *  console.log(await clipGradNorm([w], 5)?.item()); // 10
 *  console.log(Array.from(await w.grad!.data(), (value) => value.toFixed(2)).join(" ")); // 3.00 4.00
 *  ``` */
export function clipGradNorm(params: Iterable<Tensor>, maxNorm: number): Tensor | null {
  checkNumber("clipGradNorm", "maxNorm", maxNorm, 0);
  const tensors = tensorsOf("clipGradNorm", params);
  const grads = tensors.flatMap(({ grad }) => grad ?? []);
  if (grads.length === 0) return null;
  return scope(() =>
    noGrad(() => {
      const norm = sqrt(grads.map((grad) => sum(mul(grad, grad))).reduce((a, b) => add(a, b)));
      const factor = clamp(div(maxNorm, add(norm, 1e-6)), { max: 1 });
      for (const grad of grads) grad.copyFrom(mul(grad, factor));
      return norm;
    }),
  );
}
