import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  adaptiveAvgPool2d,
  avgPool2d,
  backward,
  batchNorm,
  clamp,
  conv2d,
  crossEntropy,
  linear,
  localResponseNorm,
  logSoftmax,
  matmul,
  max,
  maximum,
  maxPool2d,
  mseLoss,
  nllLoss,
  type Pool2dOptions,
  pow,
  reference,
  relu,
  sigmoid,
  softmax,
  type Tensor,
  tanh,
  tensor,
  variance,
} from "../src/index.ts";

interface Values {
  readonly shape: number[];
  readonly data: number[];
}

interface Golden {
  readonly op: string;
  readonly name: string;
  readonly options: object;
  readonly inputs: Record<string, Values>;
  readonly gradOutput: Values;
  readonly output: Values;
  readonly gradients: Record<string, Values>;
  readonly extra?: {
    readonly labels?: number[];
    readonly runningMean?: { before: Values; after: Values };
    readonly runningVar?: { before: Values; after: Values };
  };
}

type Inputs = Record<string, Tensor>;
interface Extra {
  readonly labels: number[];
  readonly running: { runningMean?: Tensor; runningVar?: Tensor };
}

const operators: Record<string, (inputs: Inputs, options: object, extra: Extra) => Tensor> = {
  conv2d: ({ x, w, bias }, options) => conv2d(x!, w!, { ...options, bias: bias ?? null }),
  linear: ({ x, w, bias }) => linear(x!, w!, { bias: bias ?? null }),
  matmul: ({ a, b }) => matmul(a!, b!),
  maxPool2d: ({ x }, options) => maxPool2d(x!, options as Pool2dOptions),
  avgPool2d: ({ x }, options) => avgPool2d(x!, options as Pool2dOptions),
  adaptiveAvgPool2d: ({ x }, options) => adaptiveAvgPool2d(x!, options as { outputSize: [number, number] }),
  localResponseNorm: ({ x }, options) => localResponseNorm(x!, options),
  batchNorm: ({ x, weight, bias }, options, { running }) =>
    batchNorm(x!, { ...options, ...running, weight: weight ?? null, bias: bias ?? null }),
  crossEntropy: ({ x }, options, { labels }) => crossEntropy(x!, labels, options),
  nllLoss: ({ x }, options, { labels }) => nllLoss(x!, labels, options),
  mseLoss: ({ x, target }, options) => mseLoss(x!, target!, options),
  maximum: ({ a, b }) => maximum(a!, b!),
  pow: ({ x, exponent }) => pow(x!, exponent!),
  softmax: ({ x }, options) => softmax(x!, options),
  logSoftmax: ({ x }, options) => logSoftmax(x!, options),
  sigmoid: ({ x }) => sigmoid(x!),
  tanh: ({ x }) => tanh(x!),
  relu: ({ x }) => relu(x!),
  clamp: ({ x }, options) => clamp(x!, options),
  variance: ({ x }, options) => variance(x!, options),
  max: ({ x }, options) => max(x!, options),
};

const golden: { torch: string; cases: Golden[] } = JSON.parse(
  readFileSync(new URL("./golden/ops.json", import.meta.url), "utf8"),
);
const device = reference({ dtype: "float64" });
const load = ({ shape, data }: Values, requiresGrad = false) => tensor(data, shape, { device, requiresGrad });

async function expectClose(actual: Tensor, expected: Values): Promise<void> {
  expect(actual.shape).toEqual(expected.shape);
  const data = await actual.data();
  const worst = Math.max(...data.map((value, i) => Math.abs(value - expected.data[i])));
  expect(worst).toBeLessThan(1e-10);
}

describe(`equals PyTorch ${golden.torch} in float64`, () => {
  it.each(golden.cases)("$op: $name", async ({ op, options, inputs, gradOutput, output, gradients, extra = {} }) => {
    const tensors = Object.fromEntries(Object.entries(inputs).map(([name, values]) => [name, load(values, true)]));
    const running = {
      ...(extra.runningMean && { runningMean: load(extra.runningMean.before) }),
      ...(extra.runningVar && { runningVar: load(extra.runningVar.before) }),
    };
    const y = operators[op](tensors, options, { labels: extra.labels ?? [], running });
    await expectClose(y, output);
    backward(y, load(gradOutput));
    for (const [name, expected] of Object.entries(gradients)) await expectClose(tensors[name].grad!, expected);
    if (extra.runningMean) await expectClose(running.runningMean!, extra.runningMean.after);
    if (extra.runningVar) await expectClose(running.runningVar!, extra.runningVar.after);
  });
});
