import { ShapeError } from "../core/errors.ts";
import { fromValues } from "../core/from.ts";
import { checkChoice } from "../core/options.ts";
import { checkRank, formatShape } from "../core/shape.ts";
import { Tensor } from "../core/tensor.ts";
import { mean } from "./mean.ts";
import { sum } from "./sum.ts";

/** One class index per row: from 0 to classes − 1. */
export type Labels = ArrayLike<number> | Tensor;

/** The labels as a tensor [n] on x's device, for x [n, classes]. Indices in an array are checked here; those in a
 *  tensor by the kernel that reads them, where its device can.
 *  @throws ShapeError if ranks, counts or indices do not fit. */
export function readLabels(op: string, labels: Labels, x: Tensor): Tensor {
  checkRank(op, "x [n, classes]", x.shape, 2);
  const [n, classes] = x.shape as [number, number];
  if (labels instanceof Tensor) return labels;
  if (labels.length !== n) {
    throw new ShapeError(`${op}: expected ${n} labels for x ${formatShape(x.shape)}; got ${labels.length}`);
  }
  for (let i = 0; i < n; i++) {
    const label = labels[i]!;
    if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
      throw new ShapeError(`${op}: expected labels from 0 to ${classes - 1}; got ${label} at index ${i}`);
    }
  }
  return fromValues(x.device, labels, [n]);
}

const reductions = ["mean", "sum", "none"] as const;
export type Reduction = (typeof reductions)[number];

/** Losses of n rows as one number, or as they are. */
export function reduceLoss(losses: Tensor, reduction: Reduction = "mean"): Tensor {
  checkChoice("loss", "reduction", reduction, reductions);
  if (reduction === "none") return losses;
  return reduction === "sum" ? sum(losses) : mean(losses);
}
