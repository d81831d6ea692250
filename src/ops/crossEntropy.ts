import { number } from "../core/kinds.ts";
import { checkNumber, checkOptions, type Kinds } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { add, mul, neg } from "./arithmetic.ts";
import { type Labels, type NllLossOptions, nllLossOptions, readTargets, reduceRows } from "./labels.ts";
import { logSoftmax } from "./logSoftmax.ts";
import { mean } from "./mean.ts";
import { pick } from "./pick.ts";

/** How a cross-entropy is taken. */
export interface CrossEntropyOptions extends NllLossOptions {
  /** ε: the target is 1 − ε at the label plus ε / classes everywhere. Default: 0. */
  readonly labelSmoothing?: number;
}

const crossEntropyOptions: Kinds<CrossEntropyOptions> = { ...nllLossOptions, labelSmoothing: number };

/** Softmax cross-entropy of logits x.
 *
 *      y_r = −(1 − ε) w_l z_r,l − ε / C Σ_c w_c z_r,c   with z = logSoftmax(x), l the row's label and C classes
 *      ∂x_r = (softmax(x_r) − target) ∂y_r   with w = 1; its rows sum to 0
 *
 *  "mean" is Σ y_r / Σ w_l, over the rows that are not ignored.
 *  A logit of −∞ at the label (or anywhere, if ε > 0) is a loss of ∞ with finite gradients; NaN or ∞ makes the row's loss
 *  and gradients NaN. An ignored row's loss is 0 whatever its logits are.
 *  Source: PyTorch's torch.nn.functional.cross_entropy; smoothing: Szegedy et al. 2016, section 7.
 *  @param x logits [n, classes].
 *  @param labels class indices, an array of n or a tensor [n].
 *  @returns a scalar, or [n] with reduction "none".
 *  @throws ShapeError if ranks, counts or the weight's size do not fit, or a label is neither a class nor ignored; OptionError
 *  for an unknown or invalid option.
 *
 *  @example
 *  ```ts
 *  import { crossEntropy, tensor } from "alexgrad";
 *
 *  const x = tensor([[0, 0], [0, 0], [5, 9]]);
 *  const loss = await crossEntropy(x, [0, 1, -100]).item(); // the last row is ignored
 *  console.log(loss.toFixed(4)); // 0.6931
 *  ``` */
export function crossEntropy(x: Tensor, labels: Labels, options: CrossEntropyOptions = {}): Tensor {
  checkOptions("crossEntropy", options, crossEntropyOptions);
  const { reduction, labelSmoothing = 0 } = options;
  checkNumber("crossEntropy", "labelSmoothing", labelSmoothing, 0, 1);
  const targets = readTargets("crossEntropy", x, labels, options);
  const { weight, rowWeight } = targets;
  const z = logSoftmax(x);
  const plain = neg(pick(z, targets.labels));
  const losses = rowWeight === null ? plain : mul(plain, rowWeight);
  if (labelSmoothing === 0) return reduceRows(losses, targets, reduction);
  const smooth = neg(mean(weight === null ? z : mul(z, weight), { axis: 1 }));
  return reduceRows(add(mul(losses, 1 - labelSmoothing), mul(smooth, labelSmoothing)), targets, reduction);
}
