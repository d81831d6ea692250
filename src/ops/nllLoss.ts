import { checkOptions } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { mul, neg } from "./arithmetic.ts";
import { type Labels, type NllLossOptions, nllLossOptions, readTargets, reduceRows } from "./labels.ts";
import { pick } from "./pick.ts";

/** Negative log-likelihood of the labels, for log-probabilities x.
 *
 *      y_r = −w_l x_r,l   with l the row's label and w_l its weight
 *      ∂x_r,l = −w_l ∂y_r   elsewhere 0
 *
 *  "mean" is Σ y_r / Σ w_l, over the rows that are not ignored.
 *  Source: PyTorch's torch.nn.functional.nll_loss.
 *  @param x log-probabilities [n, classes].
 *  @param labels class indices, an array of n or a tensor [n].
 *  @returns a scalar, or [n] with reduction "none".
 *  @throws ShapeError if ranks, counts or the weight's size do not fit, or a label is neither a class nor ignored; OptionError
 *  for an unknown or invalid option.
 *
 *  @example
 *  ```ts
 *  import { nllLoss, tensor } from "alexgrad";
 *
 *  const x = tensor([[-1, -2], [-3, -4], [-5, -6]]);
 *  console.log(await nllLoss(x, [0, 1, -100]).item()); // 2.5
 *  console.log(await nllLoss(x, [0, 1, 1], { weight: [1, 3], reduction: "none" }).toArray()); // [ 1, 12, 18 ]
 *  ``` */
export function nllLoss(x: Tensor, labels: Labels, options: NllLossOptions = {}): Tensor {
  checkOptions("nllLoss", options, nllLossOptions);
  const targets = readTargets("nllLoss", x, labels, options);
  const { rowWeight } = targets;
  const losses = neg(pick(x, targets.labels));
  return reduceRows(rowWeight === null ? losses : mul(losses, rowWeight), targets, options.reduction);
}
