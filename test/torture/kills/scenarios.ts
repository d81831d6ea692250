import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Rng } from "../../../src/core/rng.ts";
import { loadDataset, PrefetchLoader, type TransformSpec } from "../../../src/data/index.node.ts";
import { cpu } from "../../../src/devices/cpu/index.node.ts";
import type { Device } from "../../../src/devices/device.ts";
import { isOpReport, type Task } from "../../../src/gradcheck/task.ts";
import { checkInThreads } from "../../../src/gradcheck/threads.node.ts";
import { prepareTraining } from "../../../src/train/index.node.ts";
import { digest, writeTree } from "../kind.ts";
import { pngs } from "../readers/images.ts";
import { images, recipe, trainingData } from "../training.ts";

/** Work for threads; says in text what came of it, the same each time. */
type Scenario = (rng: Rng) => Promise<string>;

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => new Uint8Array(buffer, byteOffset, byteLength);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function compute(device: Device, elements: number, length: number): Promise<string> {
  let x = device.write(Float32Array.from({ length: elements }, (_, i) => Math.sin(i)));
  for (let i = 0; i < length; i++) {
    const next = device.run.tanh([elements], x);
    device.free(x);
    x = next;
  }
  return digest(bytesOf(await device.read(x)));
}

async function withDevice<T>(rng: Rng, use: (device: Device) => Promise<T>): Promise<T> {
  const device = await cpu({ threads: 1 + rng.int(3) });
  try {
    return await use(device);
  } finally {
    await device.close();
  }
}

const specs: readonly TransformSpec[] = [
  { kind: "randomCrop", padding: 1 },
  { kind: "randomFlip" },
  { kind: "normalize" },
];

async function prefetch(rng: Rng): Promise<string> {
  const options = { batchSize: 2, shuffle: true, seed: 3, specs, statistics: trainingData.statistics };
  await using loader = new PrefetchLoader(images, { ...options, workers: 1 + rng.int(3) });
  const batches: string[] = [];
  for (let epoch = 1; epoch <= 8; epoch++) {
    for await (const batch of loader.epoch(epoch)) {
      batches.push(digest(bytesOf(batch.images), batch.labels.join()));
      await pause(2);
    }
  }
  return batches.join();
}

let pictures: string | undefined;

/** A folder of more pictures than one thread is given at a time. */
function pictureFolder(): string {
  if (pictures !== undefined) return pictures;
  pictures = mkdtempSync(join(tmpdir(), "alexgrad-torture-"));
  const names = Array.from({ length: 300 }, (_, i) => [`class${i % 2}/${i}.png`, pngs[i % pngs.length]] as const);
  writeTree(pictures, Object.fromEntries(names));
  return pictures;
}

const tasks: readonly Task[] = ["add", "exp", "maxPool2d", "conv2d"].map((op) => {
  return { kind: "op", op, order: 1, mode: "directional", cases: 4, seed: 5 };
});

export const scenarios: Readonly<Record<string, Scenario>> = {
  device: (rng) => withDevice(rng, (device) => compute(device, 2 ** 16, 40)),

  async closing(rng) {
    const close = async () => {
      const device = await cpu({ threads: 1 + rng.int(3) });
      const work = compute(device, 2 ** 12, rng.int(20)).catch(() => {});
      await pause(rng.int(3) === 0 ? 0 : rng.int(250));
      await Promise.all([device.close(), device.close(), work]);
      await device.close();
    };
    await Promise.all(Array.from({ length: 1 + rng.int(4) }, close));
    return "closed";
  },

  prefetch,

  async "closing prefetch"(rng) {
    const options = { batchSize: 2, specs, statistics: trainingData.statistics, workers: 1 + rng.int(3) };
    const loader = new PrefetchLoader(images, options);
    const epoch = loader.epoch();
    const first = epoch.next();
    await pause(rng.int(250));
    await Promise.all([loader.close(), loader.close(), first]);
    await epoch.return();
    return "closed";
  },

  async decoding() {
    const { train } = await loadDataset(pictureFolder(), { size: 8 });
    return digest(train.images, train.labels.join());
  },

  async gradcheck() {
    const reports = await checkInThreads(tasks, () => {});
    return reports
      .filter(isOpReport)
      .map(({ op, status, margin }) => `${op} ${status} ${margin}`)
      .join();
  },

  training: (rng) =>
    withDevice(rng, async (device) => {
      await using prepared = prepareTraining(recipe, trainingData, {
        seed: 1,
        device,
        workers: rng.int(3),
        observeEvery: 2,
      });
      for await (const _ of prepared.trainer.run());
      const weights = Object.entries(await prepared.trainer.weights());
      return digest(...weights.map(([name, { data }]) => digest(name, bytesOf(data))));
    }),
};
