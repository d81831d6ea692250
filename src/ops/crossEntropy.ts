import { number } from "../core/kinds.ts";
import { checkNumber, checkOptions } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { add, mul, neg } from "./arithmetic.ts";
import { type Labels, type Reduction, readLabels, reduceLoss, reductions } from "./labels.ts";
import { logSoftmax } from "./logSoftmax.ts";
import { mean } from "./mean.ts";
import { pick } from "./pick.ts";

export interface CrossEntropyOptions {
  /** Default "mean". */
  readonly reduction?: Reduction;
  /** ε: the target is 1 − ε at the label plus ε / classes everywhere. Default 0. */
  readonly labelSmoothing?: number;
}

/** Softmax cross-entropy of logits x [n, classes]: $-(1-\varepsilon)\,z_{\mathrm{label}} - \frac\varepsilon C \sum_c z_c$ with
 *  z = logSoftmax(x).  $\partial x = (\operatorname{softmax}(x) - \text{target})\,\partial y$; its rows sum to 0.
 *  A logit of −∞ at the label (or anywhere, if ε > 0) is a loss of ∞ with finite gradients; NaN or ∞ makes the row's loss
 *  and gradients NaN.
 *  @throws ShapeError if a label is out of range; OptionError unless 0 ≤ ε ≤ 1. */
export function crossEntropy(x: Tensor, labels: Labels, options: CrossEntropyOptions = {}): Tensor {
  checkOptions("crossEntropy", options, { reduction: reductions, labelSmoothing: number });
  const { reduction, labelSmoothing = 0 } = options;
  checkNumber("crossEntropy", "labelSmoothing", labelSmoothing, 0, 1);
  const indices = readLabels("crossEntropy", labels, x);
  const z = logSoftmax(x);
  const losses = neg(pick(z, indices));
  if (labelSmoothing === 0) return reduceLoss(losses, reduction);
  const smooth = neg(mean(z, { axis: 1 }));
  return reduceLoss(add(mul(losses, 1 - labelSmoothing), mul(smooth, labelSmoothing)), reduction);
}
