import fc from "fast-check";
import { tensor } from "../../create.ts";
import { batchNorm } from "../../ops/batchNorm.ts";
import { localResponseNorm } from "../../ops/localResponseNorm.ts";
import { type OpInfo, opInfo, shapes, spaced, uniform } from "./op-info.ts";

export const normalization: readonly OpInfo[] = [
  opInfo(
    "localResponseNorm",
    fc.record({
      shape: fc.tuple(...[2, 4, 3, 3].map((max) => fc.integer({ min: 1, max }))),
      size: fc.integer({ min: 1, max: 5 }),
      alpha: fc.constantFrom(1e-4, 0.5, 2),
      beta: fc.constantFrom(0.5, 0.75, 1),
      k: fc.constantFrom(1, 2),
      divideAlpha: fc.boolean(),
      channels: fc.constantFrom("across" as const, "within" as const),
    }),
    ({ shape, ...options }) => ({
      inputs: [{ shape, domain: uniform() }],
      run: (x) => localResponseNorm(x!, options),
      options,
    }),
  ),
  opInfo(
    "batchNorm",
    fc.record({
      n: fc.integer({ min: 2, max: 4 }),
      c: fc.integer({ min: 1, max: 3 }),
      inner: shapes(0, 2, 2),
      training: fc.boolean(),
      eps: fc.constantFrom(1e-5, 1e-3, 0.1),
      weighted: fc.boolean(),
      biased: fc.boolean(),
    }),
    ({ n, c, inner, training, eps, weighted, biased }) => ({
      inputs: [
        { shape: [n, c, ...inner], domain: spaced() },
        ...(weighted ? [{ shape: [c], domain: uniform(0.5, 1.5) }] : []),
        ...(biased ? [{ shape: [c], domain: uniform() }] : []),
      ],
      run: (x, ...parameters) => {
        const weight = weighted ? parameters[0]! : null;
        const bias = biased ? parameters.at(-1)! : null;
        const { device } = x!;
        const runningMean = tensor(new Float64Array(c).fill(0.2), [c], { device });
        const runningVar = tensor(new Float64Array(c).fill(0.7), [c], { device });
        const statistics = { runningMean, runningVar, training, eps };
        return batchNorm(x!, { weight, bias, ...statistics });
      },
      options: { training, eps },
    }),
  ),
];
