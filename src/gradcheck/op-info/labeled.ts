import fc from "fast-check";
import type { Tensor } from "../../core/tensor.ts";
import { tensor } from "../../create.ts";
import type { Labels, NllLossOptions } from "../../ops/index.ts";
import { choice, several } from "./attribute.ts";
import { between } from "./op-info.ts";

// What the rows of the losses draw, and what their cases are made of.

export const reduction = fc.constantFrom("mean" as const, "sum" as const, "none" as const);
const weights = ["none", "numbers", "tensor"] as const;
const ignored = ["none", "by default", "by index"] as const;
export const labeled = fc.integer({ min: 1, max: 4 }).chain((classes) =>
  fc.record({
    classes: fc.constant(classes),
    labels: fc.array(fc.nat({ max: classes - 1 }), { minLength: 1, maxLength: 4 }),
    asTensor: fc.boolean(),
    reduction,
    labelSmoothing: fc.constantFrom(0, 0.1, 1),
    weight: fc.constantFrom(...weights),
    ignored: fc.constantFrom(...ignored),
  }),
);
export const domain = between(-2, 2);

export interface Labeled {
  readonly classes: number;
  readonly labels: readonly number[];
  readonly asTensor: boolean;
  readonly reduction: "mean" | "sum" | "none";
  readonly labelSmoothing: number;
  readonly weight: (typeof weights)[number];
  readonly ignored: (typeof ignored)[number];
}

/** What a loss of labeled rows takes: each other row is ignored, where some are. */
export function labeledCase(
  { classes, labels: all, asTensor, reduction, weight, ignored }: Labeled,
  loss: (x: Tensor, labels: Labels, options: NllLossOptions) => Tensor,
) {
  const other = ignored === "by default" ? -100 : 255;
  const labels = all.map((label, i) => (ignored !== "none" && i % 2 === 1 ? other : label));
  const options = { reduction, ...(ignored === "by index" && { ignoreIndex: other }) };
  const numbers = Array.from({ length: classes }, (_, c) => 0.5 + c);
  const run = (x: Tensor | undefined, given: Tensor | undefined) => {
    const chosen = given ?? (weight === "numbers" ? numbers : null);
    const read = asTensor ? tensor(labels, [labels.length], { device: x!.device }) : labels;
    return loss(x!, read, chosen === null ? options : { ...options, weight: chosen });
  };
  const inputs = [
    { shape: [labels.length, classes], domain },
    ...(weight === "tensor" ? [{ shape: [classes], domain: between(0.5, 1.5) }] : []),
  ];
  return { inputs, run, options: { labels, ...options } };
}

export const sized = {
  classes: several(({ classes }: Labeled) => classes),
  rows: several(({ labels }: Labeled) => labels.length),
};
const reductionAttribute = choice(["mean", "sum", "none"], ({ reduction }: Pick<Labeled, "reduction">) => reduction);

export const labelAttributes = {
  ...sized,
  reduction: reductionAttribute,
  labels: choice(["numbers", "tensor"], ({ asTensor }: Labeled) => (asTensor ? "tensor" : "numbers")),
  weight: choice(weights, ({ weight }: Labeled) => weight),
  ignored: choice(ignored, ({ ignored, labels }: Labeled) => (labels.length === 1 ? "none" : ignored)),
};
