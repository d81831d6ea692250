import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backward } from "../../../src/core/backward.ts";
import { Rng } from "../../../src/core/rng.ts";
import { scope } from "../../../src/core/scope.ts";
import type { Shape } from "../../../src/core/shape.ts";
import { type CpuDevice, cpu } from "../../../src/devices/cpu/index.node.ts";
import type { Floats } from "../../../src/devices/device.ts";
import { rows } from "../../../src/gradcheck/op-info/index.ts";
import { between, type OpCase, type OpInfo } from "../../../src/gradcheck/op-info/op-info.ts";
import * as ag from "../../../src/index.ts";
import { differentiate } from "../differentiate.ts";
import { largeOps } from "../largeOps.ts";

const threadCounts = [1, 2, 3, 4];
let devices: readonly CpuDevice[] = [];

beforeAll(async () => {
  devices = await Promise.all(threadCounts.map((threads) => cpu({ threads })));
});

afterAll(async () => {
  await Promise.all(devices.map((device) => device.close()));
});

/** Runs the same on one thread, once more, and on each of the other counts. */
async function expectSameBits(run: (device: CpuDevice) => Promise<Floats[]>): Promise<void> {
  const [single] = devices as [CpuDevice];
  const wanted = await run(single);
  for (const device of [single, ...devices.slice(1)]) {
    for (const [output, values] of (await run(device)).entries()) {
      const bits = new Int32Array(values.buffer);
      const wantedBits = new Int32Array(wanted[output].buffer);
      const at = bits.findIndex((word, i) => word !== wantedBits[i]);
      if (at < 0) continue;
      const [value, first] = [values[at], wanted[output][at]];
      throw new Error(`element ${at} of output ${output} is ${value} on ${device.threads} threads, ${first} on one`);
    }
  }
}

async function expectSameGradients(cases: readonly OpCase[], order: 1 | 2): Promise<void> {
  for (const opCase of cases) await expectSameBits((device) => differentiate(opCase, device, order));
}

describe("the bits do not depend on the number of threads", () => {
  const infos = [...rows.map((info) => [info, 2] as const), ...largeOps.map((info) => [info, 1] as const)];

  it.each(infos.map(([info, order]) => [info.name, info, order] as const))("%s", (_, info: OpInfo, order) =>
    expectSameGradients(fc.sample(info.cases, { numRuns: 3, seed: 20121204 }), order),
  );
});

function layer(label: string, run: OpCase["run"], ...shapes: Shape[]): OpCase {
  return { label, run, inputs: shapes.map((shape) => ({ shape, domain: between(-1, 1.2) })), seed: 1 };
}

/** Large enough for the threads to share. */
const layers: readonly OpCase[] = [
  layer(
    "conv2d",
    (x, w, bias) => ag.conv2d(x!, w!, { bias: bias!, padding: 2, groups: 2 }),
    [6, 16, 27, 27],
    [32, 8, 5, 5],
    [32],
  ),
  layer("depthwise conv2d", (x, w) => ag.conv2d(x!, w!, { stride: 2, groups: 16 }), [6, 16, 27, 27], [32, 1, 5, 5]),
  layer("linear", (x, w, bias) => ag.linear(x!, w!, { bias: bias! }), [65, 700], [501, 700], [501]),
  layer("linear of few rows", (x, w, bias) => ag.linear(x!, w!, { bias: bias! }), [7, 1500], [701, 1500], [701]),
  layer("maxPool2d", (x) => ag.maxPool2d(x!, { kernel: 3, stride: 2 }), [6, 24, 55, 55]),
  layer("avgPool2d", (x) => ag.avgPool2d(x!, { kernel: 3, stride: 2 }), [6, 24, 55, 55]),
  layer("localResponseNorm", (x) => ag.localResponseNorm(x!, { alpha: 0.1 }), [6, 24, 27, 27]),
  layer("localResponseNorm in the map", (x) => ag.localResponseNorm(x!, { channels: "within" }), [6, 24, 27, 27]),
  layer(
    "batchNorm",
    (x, weight, bias) => ag.batchNorm(x!, { weight: weight!, bias: bias!, training: true }),
    [16, 24, 27, 27],
    [24],
    [24],
  ),
  layer("sum", (x) => ag.sum(x!), [400_003]),
  layer("mean of rows", (x) => ag.mean(x!, { axis: 0 }), [999, 301]),
  layer("softmax", (x) => ag.softmax(x!), [301, 999]),
  layer("logSoftmax", (x) => ag.logSoftmax(x!, { axis: 0 }), [301, 999]),
  layer("permute", (x) => ag.permute(x!, [2, 0, 1]), [67, 41, 103]),
  layer("pow", (x, y) => ag.pow(ag.exp(x!), y!), [301, 999], [999]),
];

describe("nor in layers that they share", () => {
  it.each(layers.map((opCase) => [opCase.label, opCase] as const))("%s", (_, opCase) =>
    expectSameGradients([opCase], 1),
  );
});

it("ten steps of training give the same bits", () =>
  expectSameBits(async (device) => {
    const model = ag.buildModel("alexnet-small", { device, rng: new Rng(7) });
    const optimizer = new ag.SGD(model.parameters(), { lr: 0.01, momentum: 0.9, weightDecay: 5e-4 });
    const rng = new Rng(8);
    for (let step = 0; step < 10; step++) {
      ag.seedDropout(model, rng.fork("dropout", step));
      scope(() => {
        const images = ag.rand([16, 3, 32, 32], { device, rng });
        const labels = Array.from({ length: 16 }, () => rng.int(10));
        optimizer.zeroGrad();
        backward(ag.crossEntropy(model.forward(images), labels));
        optimizer.step();
      });
    }
    const parameters = await Promise.all([...model.parameters()].map((parameter) => parameter.data()));
    expect(parameters.every((values) => values.every(Number.isFinite))).toBe(true);
    model.dispose();
    return parameters;
  }));
