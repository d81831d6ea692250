import { describe } from "../core/describe.ts";
import { ShapeError } from "../core/errors.ts";
import { fromValues } from "../core/from.ts";
import { choice, kind } from "../core/kinds.ts";
import { checkArgument, type Kind } from "../core/options.ts";
import { checkRank, formatShape } from "../core/shape.ts";
import { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { mean } from "./mean.ts";
import { sum } from "./sum.ts";

const numberList = kind("a tensor, or class indices in an array", (value): value is ArrayLike<number> => {
  return typeof value === "object" && value !== null && "length" in value;
});

/** One class index per row: from 0 to classes − 1. */
export type Labels = ArrayLike<number> | Tensor;

/** The labels as a tensor [n] on x's device, for x [n, classes]. Indices in an array are checked here; those in a
 *  tensor by the kernel that reads them, where its device can.
 *  @throws ShapeError if ranks, counts or indices do not fit. */
export function readLabels(op: string, labels: Labels, x: Tensor): Tensor {
  checkArgument(op, "x", x, tensor);
  checkRank(op, "x [n, classes]", x.shape, 2);
  const [n, classes] = x.shape as [number, number];
  if (labels instanceof Tensor) return labels;
  checkArgument(op, "labels", labels, numberList);
  if (labels.length !== n) {
    throw new ShapeError(`${op}: expected ${n} labels for x ${formatShape(x.shape)}; got ${labels.length}`);
  }
  for (let i = 0; i < n; i++) {
    const label = labels[i];
    if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
      throw new ShapeError(`${op}: expected labels from 0 to ${classes - 1}; got ${describe(label)} at index ${i}`);
    }
  }
  return fromValues(x.device, labels, [n]);
}

export type Reduction = "mean" | "sum" | "none";
export const reductions: Kind<Reduction> = choice("mean", "sum", "none");

/** Losses of n rows as one number, or as they are. */
export function reduceLoss(losses: Tensor, reduction: Reduction = "mean"): Tensor {
  if (reduction === "none") return losses;
  return reduction === "sum" ? sum(losses) : mean(losses);
}
