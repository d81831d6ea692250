import fc from "fast-check";
import { Rng } from "../../core/rng.ts";
import { tensor } from "../../create.ts";
import { crossEntropy, mseLoss, nllLoss, pick } from "../../ops/index.ts";
import { choice } from "./attribute.ts";
import { apply, constant, type KernelInfos } from "./kernelInfo.ts";
import { domain, type Labeled, labelAttributes, labeled, labeledCase, reduction, sized } from "./labeled.ts";
import { int } from "./large.ts";
import { between, opInfo, shapes } from "./op-info.ts";
import { corner, grid, inf, nan, type Row } from "./row.ts";

const composed = "made of operators that have their own";

export const losses: readonly Row[] = [
  {
    ...opInfo(
      "pick",
      labeled,
      ({ classes, labels }) => ({
        inputs: [{ shape: [labels.length, classes], domain }],
        run: (x) => pick(x!, tensor(labels, [labels.length], { device: x!.device })),
        options: { labels },
      }),
      sized,
    ),
    op: pick,
    example: (from) => [from.p(2, 3), tensor([0, 2], { device: from.device })],
    large: "crossEntropy calls it",
    corners: "it copies its elements",
    kinks: "it is linear",
    errors: "a bad label shows when the device runs: see nllLoss, and test/ops/errors.test.ts",
    golden: "nllLoss is its negative",
    sizes: "it reads one element a row",
  },
  {
    ...opInfo("nllLoss", labeled, (geometry) => labeledCase(geometry, nllLoss), labelAttributes),
    op: nllLoss,
    example: (from) => [
      from.p(2, 3),
      new Uint16Array([0, 2]),
      { reduction: "none", weight: [1, 2, 3], ignoreIndex: 2 },
    ],
    large: "crossEntropy runs its kernels",
    corners: [
      corner(
        (x) => nllLoss(x, [0, 0], { reduction: "none" }),
        grid([2, 2], [-inf, 0, 1, nan]),
        [inf, -1],
        [-1, 0, -1, 0],
      ),
      // What is ignored counts nothing, whatever it is; where all are, there is no mean.
      corner(
        (x) => nllLoss(x, [-100, 1, -100], { weight: [3, 2] }),
        grid([3, 2], [-inf, inf, 0, -1, nan, nan]),
        [1],
        [0, 0, 0, -1, 0, 0],
      ),
      corner((x) => nllLoss(x, [1, 1], { ignoreIndex: 1 }), grid([2, 2], [1, 2, 3, 4]), [nan], [0, 0, 0, 0]),
    ],
    kinks: "it is linear",
    errors: [
      [
        "a label that is no whole number",
        (t) => nllLoss(t(1, 3), [0.5]),
        "nllLoss: expected labels from 0 to 2; got 0.5 at index 0",
      ],
      [
        "a label that is neither a class nor ignored",
        (t) => nllLoss(t(2, 3), [255, -100], { ignoreIndex: 255 }),
        "nllLoss: expected labels from 0 to 2; got -100 at index 1",
      ],
      [
        "weights of the wrong size",
        (t) => nllLoss(t(1, 3), [0], { weight: [1, 2] }),
        "nllLoss: expected weight of shape [3]; got [2]",
      ],
      [
        "a weight in place of weights",
        (t) => Reflect.apply(nllLoss, undefined, [t(1, 3), [0], { weight: 2 }]),
        "nllLoss: expected weight to be a tensor or an array of numbers; got 2",
      ],
      [
        "half an index",
        (t) => nllLoss(t(1, 3), [0], { ignoreIndex: 0.5 }),
        "nllLoss: expected ignoreIndex to be a whole number; got 0.5",
      ],
    ],
    golden: {
      call: ({ x, weight }, options, { labels }) => nllLoss(x, labels, weight ? { ...options, weight } : options),
    },
    sizes: "it reads one element a row",
  },
  {
    ...opInfo(
      "crossEntropy",
      labeled,
      (geometry) => {
        const { labelSmoothing } = geometry;
        return labeledCase(geometry, (x, labels, options) => crossEntropy(x, labels, { ...options, labelSmoothing }));
      },
      {
        ...labelAttributes,
        labelSmoothing: choice([0, 0.1, 1], ({ labelSmoothing }: Labeled) => labelSmoothing as 0),
      },
    ),
    op: crossEntropy,
    example: (from) => [
      from.p(2, 3),
      [0, 2],
      { reduction: "sum", labelSmoothing: 0.1, weight: from.p(3), ignoreIndex: -1 },
    ],
    large: [
      opInfo("crossEntropy", fc.tuple(int(1, 70), int(1, 90), fc.nat()), ([rows, classes, seed]) => {
        const rng = new Rng(seed);
        const labels = Array.from({ length: rows }, () => rng.int(classes));
        return {
          inputs: [{ shape: [rows, classes], domain: between(-9, 9) }],
          run: (x) => crossEntropy(x!, labels, { labelSmoothing: 0.1 }),
        };
      }),
    ],
    corners: [
      corner(
        (x) => crossEntropy(x, [0, 1, 2, 1], { reduction: "none" }),
        grid([4, 3], [-inf, 0, 0, -inf, 0, 0, nan, 0, 0, inf, 0, 0]),
        [inf, Math.LN2, nan, nan],
        [-1, 0.5, 0.5, 0, -0.5, 0.5, nan, nan, nan, nan, nan, nan],
      ),
      corner(
        (x) => crossEntropy(x, [1], { labelSmoothing: 0.5 }),
        grid([1, 3], [-inf, 0, 0]),
        [inf],
        [-1 / 6, -1 / 6, 1 / 3],
      ),
      corner(
        (x) => crossEntropy(x, [-100, 1], { reduction: "none", labelSmoothing: 0.5 }),
        grid([2, 2], [-inf, 0, 0, 0]),
        [0, Math.LN2],
        [0, 0, 0.25, -0.25],
      ),
    ],
    kinks: "it is smooth",
    errors: [
      [
        "a label out of range",
        (t) => crossEntropy(t(2, 3), [0, 3]),
        "crossEntropy: expected labels from 0 to 2; got 3 at index 1",
      ],
      ["too few labels", (t) => crossEntropy(t(2, 3), [0]), "crossEntropy: expected 2 labels for x [2, 3]; got 1"],
      [
        "label smoothing above 1",
        (t) => crossEntropy(t(1, 2), [0], { labelSmoothing: 2 }),
        "crossEntropy: expected labelSmoothing to be a number from 0 to 1; got 2",
      ],
      [
        "a word in place of options",
        (t) => Reflect.apply(crossEntropy, undefined, [t(2, 2), [0, 1], "sum"]),
        'crossEntropy: expected options as an object with reduction, weight, ignoreIndex, labelSmoothing, such as { reduction: "sum" }; got "sum"',
      ],
    ],
    golden: {
      call: ({ x, weight }, options, { labels }) => crossEntropy(x, labels, weight ? { ...options, weight } : options),
    },
    sizes: [
      {
        name: "crossEntropy",
        shapes: [[128, 1000]],
        terms: 1000,
        run: (x) =>
          crossEntropy(
            x!,
            Array.from({ length: 128 }, (_, i) => 7 * i),
          ),
      },
    ],
  },
  {
    ...opInfo(
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
    op: mseLoss,
    example: (from) => [from.p(2, 3), from.t(2, 3), { reduction: "mean" }],
    large: composed,
    corners: [
      {
        run: (x, target) => mseLoss(x!, target!, { reduction: "none" }),
        inputs: [
          [inf, nan, inf],
          [inf, 0, 0],
        ],
        y: [nan, nan, inf],
        gradients: [
          [nan, nan, inf],
          [nan, nan, -inf],
        ],
      },
    ],
    kinks: "it is smooth",
    errors: [["unequal shapes", (t) => mseLoss(t(2), t(3)), "mseLoss: expected equal shapes; got [2] and [3]"]],
    golden: { call: ({ x, target }, options) => mseLoss(x, target, options) },
    sizes: composed,
  },
];

export const lossKernels: KernelInfos<"pick" | "oneHot"> = {
  pick: {
    tangent: ({ length }, [, labels, g], [dx]) => dx && apply("pick", length, dx, labels, g),
    cpu: "bits",
    gpu: "bits",
  },
  oneHot: {
    tangent: constant,
    cpu: "bits",
    gpu: "bits",
  },
};
