import { checkOptions } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { neg } from "./arithmetic.ts";
import { type Labels, type Reduction, readLabels, reduceLoss, reductions } from "./labels.ts";
import { pick } from "./pick.ts";

/** Negative log-likelihood of the labels: $-x_{r,\,\mathrm{label}_r}$ for log-probabilities x [n, classes].
 *  @throws ShapeError if a label is out of range. */
export function nllLoss(x: Tensor, labels: Labels, options: { readonly reduction?: Reduction } = {}): Tensor {
  checkOptions("nllLoss", options, { reduction: reductions });
  return reduceLoss(neg(pick(x, readLabels("nllLoss", labels, x))), options.reduction);
}
