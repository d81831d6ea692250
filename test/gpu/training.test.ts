import { afterEach, expect, it } from "vitest";
import { builtin, channelStatistics, Loader, normalize } from "../../src/data/index.ts";
import type { Device } from "../../src/devices/device.ts";
import { type GpuDevice, gpu } from "../../src/devices/gpu/index.node.ts";
import { reference } from "../../src/devices/reference.ts";
import { buildModel, crossEntropy, Rng, SGD, scope, tensor } from "../../src/index.ts";

let device: GpuDevice;

afterEach(() => device?.close());

/** The loss before each step, on the same images and from the same start everywhere. */
async function losses(
  device: Device,
  steps: number,
  batchSize: number,
  after: () => void = () => {},
): Promise<number[]> {
  const data = builtin({ count: 64 });
  const transforms = [normalize(channelStatistics(data))];
  const loader = new Loader(data, { batchSize, shuffle: true, seed: 0, transforms });
  const model = buildModel("alexnet-small", { device, rng: new Rng(0) });
  const optimizer = new SGD(model.parameters(), { lr: 0.02, momentum: 0.9, weightDecay: 5e-4 });
  const found: number[] = [];
  while (found.length < steps) {
    for (const { images, shape, labels } of loader.epoch(0)) {
      if (found.length === steps) break;
      const loss = scope(() => {
        const mean = crossEntropy(model.forward(tensor(images, shape, { device })), labels);
        optimizer.zeroGrad();
        mean.backward();
        optimizer.step();
        return mean.detach();
      });
      found.push(await loss.item());
      loss.dispose();
      after();
    }
  }
  return found;
}

it("takes ten steps of alexnet-small as the reference does", { timeout: 240_000 }, async () => {
  device = await gpu({ fallback: "error" });
  const got = await losses(device, 10, 8);
  const wanted = await losses(reference(), 10, 8);
  // Each step adds the roundings of sums of up to 8·16·16 terms, and passes on those before it.
  got.forEach((loss, step) => {
    expect(Math.abs(loss - wanted[step])).toBeLessThan(wanted[step] * (step + 1) * 2048 * 2 ** -24);
  });
  expect(device.stats().fallbacks).toEqual([]);
});

it("holds as much memory after 200 steps as after the first", { timeout: 240_000 }, async () => {
  device = await gpu({ fallback: "error", products: "vectors" });
  const held: object[] = [];
  await losses(device, 200, 2, () => {
    const { liveBytes, gpuBytes, kernels } = device.memory();
    held.push({ liveBytes, gpuBytes, kernels });
  });
  expect(held.at(-1)).toEqual(held[1]);
  expect(new Set(held.slice(1).map((memory) => JSON.stringify(memory))).size).toBe(1);
});
