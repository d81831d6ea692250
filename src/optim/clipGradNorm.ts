import { noGrad } from "../core/autograd.ts";
import { checkNumber } from "../core/options.ts";
import { scope } from "../core/scope.ts";
import type { Tensor } from "../core/tensor.ts";
import { add, clamp, div, mul, sqrt, sum } from "../ops/index.ts";
import { tensorsOf } from "./groups.ts";

/** Scales all gradients by min(1, maxNorm / (‖g‖ + 10⁻⁶)), where ‖g‖ is the norm over all of them together, as torch's
 *  clip_grad_norm_. Nothing is read back: the device computes the factor.
 *  @returns ‖g‖ before, a scalar to dispose of; null if no parameter has a gradient.
 *  @throws OptionError if maxNorm is negative. */
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
