import fc from "fast-check";
import { tensor } from "../../create.ts";
import { crossEntropy } from "../../ops/crossEntropy.ts";
import { mseLoss } from "../../ops/mseLoss.ts";
import { nllLoss } from "../../ops/nllLoss.ts";
import { pick } from "../../ops/pick.ts";
import { choice, several } from "./attribute.ts";
import { between, type OpInfo, opInfo, shapes } from "./op-info.ts";

const reduction = fc.constantFrom("mean" as const, "sum" as const, "none" as const);
const labelled = fc.integer({ min: 1, max: 4 }).chain((classes) =>
  fc.record({
    classes: fc.constant(classes),
    labels: fc.array(fc.nat({ max: classes - 1 }), { minLength: 1, maxLength: 4 }),
    reduction,
    labelSmoothing: fc.constantFrom(0, 0.1, 1),
  }),
);
const domain = between(-2, 2);

interface Labelled {
  readonly classes: number;
  readonly labels: readonly number[];
  readonly reduction: "mean" | "sum" | "none";
  readonly labelSmoothing: number;
}

const sized = {
  classes: several(({ classes }: Labelled) => classes),
  rows: several(({ labels }: Labelled) => labels.length),
};
const reductionAttribute = choice(["mean", "sum", "none"], ({ reduction }: Pick<Labelled, "reduction">) => reduction);

export const losses: readonly OpInfo[] = [
  opInfo(
    "pick",
    labelled,
    ({ classes, labels }) => ({
      inputs: [{ shape: [labels.length, classes], domain }],
      run: (x) => pick(x!, tensor(labels, [labels.length], { device: x!.device })),
      options: { labels },
    }),
    sized,
  ),
  opInfo(
    "nllLoss",
    labelled,
    ({ classes, labels, reduction }) => ({
      inputs: [{ shape: [labels.length, classes], domain }],
      run: (x) => nllLoss(x!, labels, { reduction }),
      options: { labels, reduction },
    }),
    { ...sized, reduction: reductionAttribute },
  ),
  opInfo(
    "crossEntropy",
    labelled,
    ({ classes, labels, reduction, labelSmoothing }) => ({
      inputs: [{ shape: [labels.length, classes], domain }],
      run: (x) => {
        const indices = labels.length % 2 === 0 ? labels : tensor(labels, { device: x!.device });
        return crossEntropy(x!, indices, { reduction, labelSmoothing });
      },
      options: { labels, reduction, labelSmoothing },
    }),
    {
      ...sized,
      reduction: reductionAttribute,
      labelSmoothing: choice([0, 0.1, 1], ({ labelSmoothing }: Labelled) => labelSmoothing as 0),
      labels: choice(["numbers", "tensor"], ({ labels }: Labelled) => (labels.length % 2 === 0 ? "numbers" : "tensor")),
    },
  ),
  opInfo(
    "mseLoss",
    fc.tuple(shapes(0, 3), reduction),
    ([shape, reduction]) => ({
      inputs: [
        { shape, domain },
        { shape, domain },
      ],
      run: (x, target) => mseLoss(x!, target!, { reduction }),
      options: { reduction },
    }),
    { reduction: choice(["mean", "sum", "none"], ([, reduction]) => reduction) },
  ),
];
