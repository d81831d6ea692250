import { expect, it } from "vitest";
import { builtin, channelStatistics, Loader, normalize } from "../../src/data/index.ts";
import { buildModel, Rng, reference, SGD } from "../../src/index.ts";
import { lrFind, type RatePoint, suggestRate } from "../../src/train/lrFind.ts";

it("steps through rates of one ratio, ends where the loss explodes, and suggests one below that", async () => {
  const device = reference();
  const images = builtin({ count: 64 });
  const model = buildModel("alexnet-small", { device, rng: new Rng(1) });
  const optimizer = new SGD(model.parameters(), { lr: 1, momentum: 0.9 });
  const train = new Loader(images, { batchSize: 8, transforms: [normalize(channelStatistics(images))] });
  const points: RatePoint[] = [];
  const options = { model, optimizer, device, train, rng: new Rng(0), from: 1e-4, to: 1e6, steps: 31 };
  for await (const point of lrFind(options)) points.push(point);
  expect(points.length).toBeGreaterThan(8);
  expect(points.length).toBeLessThan(31);
  for (let i = 1; i < points.length; i++) expect(points[i].lr / points[i - 1].lr).toBeCloseTo(10 ** (1 / 3), 9);
  expect(points[0].smoothed).toBeCloseTo(points[0].loss, 12);
});

it("suggests where the loss falls fastest, and nothing where it does not fall", () => {
  const curve = (losses: number[]) => losses.map((loss, i) => ({ lr: 10 ** (i - 6), loss, smoothed: loss }));
  expect(suggestRate(curve([2.3, 2.3, 2.3, 2.2, 1.5, 1.5, 1.5, 9]))).toBe(1e-3);
  expect(suggestRate(curve([2.3, 2.3, 2.4, 2.6, 9]))).toBeNull();
  expect(suggestRate(curve([2.3, 470]))).toBeNull();
});
