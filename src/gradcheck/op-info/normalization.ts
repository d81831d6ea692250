import fc from "fast-check";
import { tensor } from "../../create.ts";
import { batchNorm, localResponseNorm } from "../../ops/index.ts";
import { attribute, choice, flag } from "./attribute.ts";
import { biased, int } from "./large.ts";
import { between, opInfo, shapes, spaced } from "./op-info.ts";
import { corner, grid, inf, nan, type Row } from "./row.ts";

export const normalization: readonly Row[] = [
  {
    ...opInfo(
      "localResponseNorm",
      fc.record({
        shape: fc.tuple(...[2, 4, 3, 3].map((max) => fc.integer({ min: 1, max }))),
        size: fc.integer({ min: 1, max: 5 }),
        alpha: fc.constantFrom(1e-4 as const, 0.5 as const, 2 as const),
        beta: fc.constantFrom(0.5 as const, 0.75 as const, 1 as const),
        k: fc.constantFrom(1 as const, 2 as const),
        divideAlpha: fc.boolean(),
        channels: fc.constantFrom("across" as const, "within" as const),
      }),
      ({ shape, ...options }) => ({
        inputs: [{ shape, domain: between() }],
        run: (x) => localResponseNorm(x!, options),
        options,
      }),
      {
        window: attribute(["1", "odd", "even"], ({ size }) => (size === 1 ? "1" : size % 2 === 0 ? "even" : "odd")),
        reach: attribute(["within the map", "clipped"], ({ size, shape: [, c, h, w], channels }) => {
          const room = channels === "across" ? c! : Math.min(h!, w!);
          return size > room ? "clipped" : "within the map";
        }),
        alpha: choice([1e-4, 0.5, 2], ({ alpha }) => alpha),
        beta: choice([0.5, 0.75, 1], ({ beta }) => beta),
        k: choice([1, 2], ({ k }) => k),
        divideAlpha: flag(({ divideAlpha }) => divideAlpha),
        channels: choice(["across", "within"], ({ channels }) => channels),
      },
    ),
    op: localResponseNorm,
    example: (from) => [
      from.p(1, 3, 2, 2),
      { size: 3, alpha: 1e-4, beta: 0.75, k: 2, divideAlpha: true, channels: "across" },
    ],
    large: [
      opInfo(
        "localResponseNorm",
        fc.record({
          n: int(1, 2),
          size: int(1, 9),
          alpha: fc.constantFrom(1e-4, 0.3, 2),
          beta: fc.constantFrom(0, 0.5, 0.75, 1, 0.6, 1.7),
          k: fc.constantFrom(0.5, 1, 2),
          divideAlpha: fc.boolean(),
          maps: fc.oneof(
            { weight: 3, arbitrary: fc.tuple(fc.constant("across" as const), int(1, 24), int(1, 14), int(1, 14)) },
            { weight: 3, arbitrary: fc.tuple(fc.constant("within" as const), int(1, 24), int(1, 14), int(1, 14)) },
            // More than one strip of an image.
            { weight: 1, arbitrary: fc.tuple(fc.constant("across" as const), int(81, 90), int(13, 15), int(33, 35)) },
          ),
        }),
        ({ n, maps: [channels, c, h, w], ...rest }) => {
          const options = { channels, ...rest };
          const inputs = [{ shape: [n, c, h, w], domain: between(-3, 3) }];
          return { inputs, run: (x) => localResponseNorm(x!, options), options };
        },
      ),
    ],
    corners: [
      corner(
        (x) => localResponseNorm(x, { size: 3, alpha: 3 }),
        grid([1, 4, 1, 2], [1, 1, inf, nan, 1, 1, 1, 1]),
        [0, nan, nan, nan, 0, nan, 3 ** -0.75, 3 ** -0.75],
        [nan, nan, nan, nan, nan, nan, 3 ** -0.75 - 1.5 * 3 ** -1.75, nan],
      ),
    ],
    kinks: "it is smooth",
    errors: [
      [
        "size 0",
        (t) => localResponseNorm(t(1, 1, 2, 2), { size: 0 }),
        "localResponseNorm: expected size to be a whole number ≥ 1; got 0",
      ],
    ],
    golden: { call: ({ x }, options) => localResponseNorm(x, options) },
    sizes: [
      { name: "norm1", shapes: [[1, 96, 55, 55]], terms: 5, run: (x) => localResponseNorm(x!, { k: 2 }) },
      { name: "norm2", shapes: [[1, 256, 27, 27]], terms: 5, run: (x) => localResponseNorm(x!, { k: 2 }) },
    ],
  },
  {
    ...opInfo(
      "batchNorm",
      fc.record({
        n: fc.integer({ min: 2, max: 4 }),
        c: fc.integer({ min: 1, max: 3 }),
        inner: shapes(0, 2, 2),
        training: fc.boolean(),
        eps: fc.constantFrom(1e-5 as const, 1e-3 as const, 0.1 as const),
        weighted: fc.boolean(),
        biased: fc.boolean(),
      }),
      ({ n, c, inner, training, eps, weighted, biased }) => ({
        inputs: [
          { shape: [n, c, ...inner], domain: spaced() },
          ...(weighted ? [{ shape: [c], domain: between(0.5, 1.5) }] : []),
          ...(biased ? [{ shape: [c], domain: between() }] : []),
        ],
        run: (x, ...parameters) => {
          const weight = weighted ? parameters[0] : null;
          const bias = biased ? parameters.at(-1)! : null;
          const { device } = x!;
          const runningMean = tensor(new Float64Array(c).fill(0.2), [c], { device });
          const runningVar = tensor(new Float64Array(c).fill(0.7), [c], { device });
          const statistics = { runningMean, runningVar, training, eps };
          return batchNorm(x!, { weight, bias, ...statistics });
        },
        options: { training, eps },
      }),
      {
        training: flag(({ training }) => training),
        eps: choice([1e-5, 1e-3, 0.1], ({ eps }) => eps),
        weight: flag(({ weighted }) => weighted, ["without", "with"]),
        bias: flag(({ biased }) => biased, ["without", "with"]),
        rank: attribute(["2", "3", "4"], ({ inner }) => String(2 + inner.length) as "2"),
      },
    ),
    op: batchNorm,
    example: (from) => [
      from.p(4, 3),
      {
        weight: from.p(3),
        bias: from.p(3),
        runningMean: from.t(3),
        runningVar: tensor([1, 1, 1], { device: from.device }),
        training: true,
        momentum: 0.1,
        eps: 1e-5,
      },
    ],
    large: [
      opInfo(
        "batchNorm",
        fc.record({
          n: int(2, 6),
          c: int(1, 11),
          inner: fc.oneof(fc.constant([]), fc.tuple(int(1, 90)), fc.tuple(int(1, 12), int(1, 12))),
          training: fc.boolean(),
          eps: fc.constantFrom(0, 1e-5, 0.1),
          withWeight: fc.boolean(),
          withBias: fc.boolean(),
        }),
        ({ n, c, inner, training, eps, withWeight, withBias }) => ({
          inputs: [
            { shape: [n, c, ...inner], domain: biased },
            ...(withWeight ? [{ shape: [c], domain: between(-1.5, 1.5) }] : []),
            ...(withBias ? [{ shape: [c], domain: between() }] : []),
          ],
          run: (x, ...parameters) => {
            const weight = withWeight ? parameters[0] : null;
            const bias = withBias ? parameters.at(-1)! : null;
            const { device } = x!;
            const runningMean = tensor(new Float64Array(c).fill(0.2), [c], { device });
            const runningVar = tensor(new Float64Array(c).fill(0.7), [c], { device });
            return batchNorm(x!, { weight, bias, runningMean, runningVar, training, eps });
          },
          options: { training, eps },
        }),
      ),
    ],
    corners: [
      corner(
        (x) => batchNorm(x, { training: true, eps: 0 }),
        grid([2, 3], [nan, inf, 1, 1, 1, 3]),
        [nan, nan, -1, nan, nan, 1],
        [nan, nan, 0, nan, nan, 0],
      ),
    ],
    kinks: "it is smooth",
    errors: [
      [
        "single values in training",
        (t) => batchNorm(t(1, 3), { training: true }),
        "batchNorm: expected more than one value per channel in training; got x [1, 3]",
      ],
      [
        "a weight of the wrong size",
        (t) => batchNorm(t(2, 3), { weight: t(2) }),
        "batchNorm: expected weight of shape [3]; got [2]",
      ],
    ],
    golden: {
      call: ({ x, weight, bias }, options, { runningMean, runningVar }) =>
        batchNorm(x, {
          ...options,
          ...(runningMean && runningVar && { runningMean, runningVar }),
          weight: weight ?? null,
          bias: bias ?? null,
        }),
    },
    sizes: [
      { name: "batchNorm2", shapes: [[2, 256, 27, 27]], terms: 1458, run: (x) => batchNorm(x!, { training: true }) },
    ],
  },
];
