import { afterAll, describe, expect, it } from "vitest";
import { readState } from "../../src/core/state.ts";
import { builtin, Loader } from "../../src/data/index.ts";
import { loadModule } from "../../src/devices/cpu/load.node.ts";
import { makeDevice } from "../../src/devices/cpu/makeDevice.ts";
import { makeExecutor } from "../../src/devices/cpu/makeExecutor.ts";
import { NodePool } from "../../src/devices/cpu/pool.node.ts";
import { loadTuned, tune } from "../../src/devices/cpu/tune.ts";
import {
  BatchNorm2d,
  Conv2d,
  type Device,
  DivergenceError,
  Flatten,
  Linear,
  Rng,
  reference,
  Sequential,
  SGD,
} from "../../src/index.ts";
import { computeGradients, wholeStep } from "../../src/train/step.ts";

const pools: NodePool[] = [];
const threads = 2;
const { loaded, tile } = await loadTuned(loadModule, (module) => tune({ module, shared: true }));
const newPool = () => {
  pools.push(new NodePool(threads));
  return pools.at(-1)!;
};
const cpu = makeDevice(makeExecutor({ loaded, tile, threads, spins: 0, newPool }));

afterAll(() => cpu.close());

const images = builtin({ count: 32 });
const batch = () => new Loader(images, { batchSize: 32 }).epoch().next().value!;

function prepare(device: Device, channels: number) {
  const options = { device, rng: new Rng(1) };
  const model = new Sequential([
    new Conv2d(3, channels, { kernel: 5, padding: 2, ...options }),
    new BatchNorm2d(channels, options),
    new Conv2d(channels, channels, { kernel: 5, padding: 2, ...options }),
    new BatchNorm2d(channels, options),
    new Flatten(),
    new Linear(channels * 32 * 32, 10, options),
  ]);
  const optimizer = new SGD(model.parameters(), { lr: 1e-4 });
  const step = (given: ReturnType<typeof batch>) =>
    wholeStep(model, device, async () => {
      const result = await computeGradients(model, device, given, { accumulate: 2 });
      optimizer.step();
      return result;
    });
  return { model, step, statistics: () => readState(model.namedBuffers()) };
}

describe("running statistics", () => {
  it.each([reference(), cpu])("stay as they were where the loss is not finite, on $name", async (device) => {
    const { model, step, statistics } = prepare(device, 1);
    await step(batch());
    const before = await statistics();
    expect(before["1.running_mean"].data[0]).not.toBe(0);
    const bad = batch();
    bad.images[5000] = Number.NaN;
    await expect(step(bad)).rejects.toThrow(DivergenceError);
    expect(await statistics()).toEqual(before);
    await expect(computeGradients(model, device, bad)).rejects.toThrow(DivergenceError);
    expect(await statistics()).toEqual(before);
    await step(batch());
    expect(await statistics()).not.toEqual(before);
  });

  it("stay as they were where a worker was lost in the step", async () => {
    const { step, statistics } = prepare(cpu, 24);
    await step(batch());
    let lost = 0;
    for (let attempt = 0; attempt < 30 && lost < 3; attempt++) {
      const before = await statistics();
      const outcome = step(batch()).then(
        () => null,
        (error: Error) => error.message,
      );
      await new Promise((resolve) => setTimeout(resolve, 20 + 30 * (attempt % 5)));
      void pools.at(-1)!.threads[attempt % threads]?.terminate();
      const message = await outcome;
      if (message === null) continue;
      lost += 1;
      expect(message).toMatch(/: worker \d of 2 was lost/);
      expect(await statistics()).toEqual(before);
    }
    expect(lost).toBe(3);
  });
});
