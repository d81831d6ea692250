import { describe } from "../core/describe.ts";
import { ShapeError } from "../core/errors.ts";
import { fromValues } from "../core/from.ts";
import { choice, kind, list } from "../core/kinds.ts";
import { checkArgument, type Kind, type Kinds } from "../core/options.ts";
import { checkRank, formatShape } from "../core/shape.ts";
import { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { div, mul, sub } from "./arithmetic.ts";
import { equal } from "./comparison.ts";
import { gate } from "./gate.ts";
import { mean } from "./mean.ts";
import { pick } from "./pick.ts";
import { broadcastTo, sum } from "./sum.ts";
import { checkVector } from "./vector.ts";

/** One class index per row, from 0 to classes − 1, or the index that is ignored: an array, or a tensor [n]. */
export type Labels = ArrayLike<number> | Tensor;

/** What is made of the losses of n rows: their mean, their sum, or the losses as they are. */
export type Reduction = "mean" | "sum" | "none";
export const reductions: Kind<Reduction> = choice("mean", "sum", "none");

/** How the losses of labeled rows count. */
export interface NllLossOptions {
  /** What is made of the rows' losses. "mean" divides by the weights of the labels that count, so that it is NaN, with
   *  gradients of 0, where all are ignored. Default: "mean". */
  readonly reduction?: Reduction;
  /** How much a row with each label counts, [classes]; a tensor may need a gradient. Default: 1 each. */
  readonly weight?: Tensor | ArrayLike<number>;
  /** Rows with this label count nothing: loss and gradient are 0. It may be a class. Default: -100. */
  readonly ignoreIndex?: number;
}

const numberList = kind("a tensor, or class indices in an array", (value): value is ArrayLike<number> => {
  return typeof value === "object" && value !== null && "length" in value;
});
const weights = kind("a tensor or an array of numbers", (value): value is Tensor | ArrayLike<number> => {
  return value instanceof Tensor || list.accepts(value);
});
const whole = kind("a whole number", (value): value is number => Number.isSafeInteger(value));

export const nllLossOptions: Kinds<NllLossOptions> = { reduction: reductions, weight: weights, ignoreIndex: whole };

/** What the labels of x's rows say. */
export interface Targets {
  /** [n]: one class per row; 0 where the row is ignored. */
  readonly labels: Tensor;
  /** [n]: 1 where the row counts, 0 where it is ignored; null where all count. */
  readonly counted: Tensor | null;
  /** [classes]; null: 1 each. */
  readonly weight: Tensor | null;
  /** [n]: the labels' weights; null: 1 each. */
  readonly rowWeight: Tensor | null;
}

/** The labels on x's device, for x [n, classes]. Indices in an array are checked here; those in a tensor by the kernel that
 *  reads them, where its device can.
 *  @throws ShapeError if ranks, counts, weights or indices do not fit. */
export function readTargets(op: string, x: Tensor, given: Labels, options: NllLossOptions): Targets {
  checkArgument(op, "x", x, tensor);
  checkRank(op, "x [n, classes]", x.shape, 2);
  const [n, classes] = x.shape as [number, number];
  const { ignoreIndex = -100 } = options;
  const { labels, counted } = given instanceof Tensor ? split(given, ignoreIndex) : read(op, given, x, ignoreIndex);
  const weight = readWeight(op, options.weight, x, classes);
  const rowWeight = weight && pick(broadcastTo(weight, [n, classes]), labels);
  return { labels, counted, weight, rowWeight };
}

function split(labels: Tensor, ignoreIndex: number): Pick<Targets, "labels" | "counted"> {
  const counted = sub(1, equal(labels, ignoreIndex));
  return { labels: gate(labels, counted), counted };
}

function read(op: string, labels: ArrayLike<number>, x: Tensor, ignored: number): Pick<Targets, "labels" | "counted"> {
  checkArgument(op, "labels", labels, numberList);
  const [n, classes] = x.shape as [number, number];
  if (labels.length !== n) {
    throw new ShapeError(`${op}: expected ${n} labels for x ${formatShape(x.shape)}; got ${labels.length}`);
  }
  for (let i = 0; i < n; i++) {
    const label = labels[i];
    if (label !== ignored && !(Number.isInteger(label) && label >= 0 && label < classes)) {
      throw new ShapeError(`${op}: expected labels from 0 to ${classes - 1}; got ${describe(label)} at index ${i}`);
    }
  }
  const counts = Float64Array.from(labels, (label) => (label === ignored ? 0 : 1));
  if (!counts.includes(0)) return { labels: fromValues(x.device, labels, [n]), counted: null };
  const classesOf = counts.map((count, i) => (count === 0 ? 0 : labels[i]));
  return { labels: fromValues(x.device, classesOf, [n]), counted: fromValues(x.device, counts, [n]) };
}

function readWeight(op: string, weight: NllLossOptions["weight"], x: Tensor, classes: number): Tensor | null {
  if (weight === undefined) return null;
  const shape = weight instanceof Tensor ? weight.shape : [weight.length];
  checkVector(op, "weight", shape, classes);
  return weight instanceof Tensor ? weight : fromValues(x.device, weight, shape);
}

/** Losses of n rows, weighted already, as one number, or as they are. */
export function reduceRows(losses: Tensor, { counted, rowWeight }: Targets, reduction: Reduction = "mean"): Tensor {
  // Not multiplied by 0: what is ignored may be ∞.
  const ignoring = (rows: Tensor) => (counted === null ? rows : gate(rows, counted));
  const rows = ignoring(losses);
  const shares = rowWeight === null ? counted : ignoring(rowWeight);
  if (reduction !== "mean" || shares === null) return reduceLoss(rows, reduction);
  // Where all shares are 1, the bits of the plain mean.
  return mean(mul(rows, div(losses.size, sum(shares))));
}

/** Losses as one number, or as they are. */
export function reduceLoss(losses: Tensor, reduction: Reduction = "mean"): Tensor {
  if (reduction === "none") return losses;
  return reduction === "sum" ? sum(losses) : mean(losses);
}
