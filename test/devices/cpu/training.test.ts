import { afterAll, beforeAll, expect, it } from "vitest";
import { builtin, channelStatistics, Loader, normalize } from "../../../src/data/index.ts";
import { type CpuDevice, cpu } from "../../../src/devices/cpu/index.node.ts";
import { buildModel, crossEntropy, Rng, randn, SGD, scope } from "../../../src/index.ts";
import { makeSchedule } from "../../../src/train/schedule.ts";
import { type EpochEvent, train } from "../../../src/train/train.ts";

let device: CpuDevice;

beforeAll(async () => {
  device = await cpu({ threads: 2 });
});

afterAll(() => device.close());

it("holds as much memory after 200 steps as after the first", async () => {
  const model = buildModel("alexnet-small", { device, rng: new Rng(0) });
  const optimizer = new SGD(model.parameters(), { lr: 0.01, momentum: 0.9 });
  const x = randn([4, 3, 32, 32], { device });
  const live = [];
  for (let step = 0; step < 200; step++) {
    const loss = scope(() => {
      const mean = crossEntropy(model.forward(x), [0, 1, 2, 3]);
      optimizer.zeroGrad();
      mean.backward();
      optimizer.step();
      return mean.detach();
    });
    await loss.item();
    loss.dispose();
    live.push(device.memory().liveBytes);
  }
  expect(new Set(live).size).toBe(1);
});

it("trains alexnet-small to 95 % of the built-in set", { timeout: 240_000 }, async () => {
  const data = builtin({ count: 5000 });
  const transforms = [normalize(channelStatistics(data))];
  const loader = new Loader(data, { batchSize: 16, shuffle: true, seed: 0, transforms });
  const validation = new Loader(builtin({ count: 1000, part: "test" }), { batchSize: 64, transforms });
  const rng = new Rng(0);
  const model = buildModel("alexnet-small", { device, rng });
  const optimizer = new SGD(model.parameters(), { lr: 0.02, momentum: 0.9, weightDecay: 5e-4 });
  const schedule = makeSchedule({ name: "one-cycle" }, optimizer, { stepsPerEpoch: loader.length, epochs: 6 });
  let last: EpochEvent | undefined;
  for await (const event of train({ model, optimizer, device, train: loader, validation, epochs: 6, rng, schedule })) {
    if (event.event === "epoch") last = event;
    if ((last?.validation?.top1 ?? 0) > 0.95) break;
  }
  expect(last?.validation?.top1).toBeGreaterThan(0.95);
});
