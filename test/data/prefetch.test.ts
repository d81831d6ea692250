import { describe, expect, it } from "vitest";
import {
  builtin,
  computeStatistics,
  Loader,
  makeTransform,
  PrefetchLoader,
  type TransformSpec,
} from "../../src/data/index.node.ts";

const dataset = builtin({ count: 50 });
const specs: TransformSpec[] = [
  { kind: "subtractMeanImage" },
  { kind: "randomRotation", degrees: 10 },
  { kind: "randomCrop", padding: 2 },
  { kind: "randomFlip" },
  { kind: "pcaColor" },
  { kind: "progressiveResize", stages: [{ size: 20, epochs: 3 }] },
];
const statistics = computeStatistics(dataset, specs);
const options = { batchSize: 8, shuffle: true, seed: 5 };

async function collect(
  source: { epoch(epoch: number, from?: number): AsyncIterable<object> | Iterable<object> },
  from = 0,
) {
  const batches: object[] = [];
  for await (const batch of source.epoch(3, from)) batches.push(batch);
  return batches;
}

describe("PrefetchLoader", () => {
  const plain = new Loader(dataset, { ...options, transforms: specs.map((spec) => makeTransform(spec, statistics)) });

  it.each([1, 2])("hands out a Loader's batches, bit for bit, from %i threads", async (workers) => {
    await using loader = new PrefetchLoader(dataset, { ...options, specs, statistics, workers, ahead: 3 });
    expect([loader.length, loader.shape]).toEqual([plain.length, plain.shape]);
    expect(await collect(loader)).toEqual(await collect(plain));
    expect(await collect(loader, 4)).toEqual((await collect(plain)).slice(4));
    expect(loader.stats).toMatchObject({ images: 50 + 18, rebuilt: 0 });
    expect(loader.stats.buildSeconds).toBeGreaterThan(0);
  });

  it("leaves nothing running when it is left early, and starts anew", async () => {
    await using loader = new PrefetchLoader(dataset, { ...options, specs, statistics });
    for await (const _ of loader.epoch(1)) break;
    expect(await collect(loader)).toEqual(await collect(plain));
  });

  it("builds on the spot what a thread cannot deliver", async () => {
    const loader = new PrefetchLoader(dataset, { ...options, specs, statistics });
    const batches = loader.epoch(3);
    const seen: object[] = [(await batches.next()).value!];
    await loader.close();
    for await (const batch of batches) seen.push(batch);
    expect(seen).toEqual(await collect(plain));
    expect(loader.stats.rebuilt).toBeGreaterThan(0);
  });
});
