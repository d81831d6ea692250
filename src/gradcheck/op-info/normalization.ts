import fc from "fast-check";
import { tensor } from "../../create.ts";
import { batchNorm } from "../../ops/batchNorm.ts";
import { localResponseNorm } from "../../ops/localResponseNorm.ts";
import { attribute, choice, flag } from "./attribute.ts";
import { between, type OpInfo, opInfo, shapes, spaced } from "./op-info.ts";

export const normalization: readonly OpInfo[] = [
  opInfo(
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
  opInfo(
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
];
