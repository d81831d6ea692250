import { describe, expect, it } from "vitest";
import { Rng } from "../../src/core/rng.ts";
import { builtin, builtinAsync, channelStatistics, type Dataset, Loader, normalize } from "../../src/data/index.ts";

/** Accuracy of softmax regression on raw pixels, trained by stochastic gradient descent, one image a step. */
function linearAccuracy(train: Dataset, test: Dataset, epochs: number): { train: number; test: number } {
  const transforms = [normalize(channelStatistics(train))];
  const unpack = (dataset: Dataset) => new Loader(dataset, { batchSize: dataset.labels.length, transforms });
  const classes = train.classes.length;
  const weights = Array.from({ length: classes }, () => new Float32Array(3072));

  const scores = (image: Float32Array): number[] =>
    weights.map((row) => {
      let sum = 0;
      for (let i = 0; i < 3072; i++) sum += row[i] * image[i];
      return sum;
    });
  const step = (image: Float32Array, label: number, rate: number): void => {
    const powers = scores(image).map(Math.exp);
    const total = powers.reduce((sum, power) => sum + power, 0);
    for (const [k, row] of weights.entries()) {
      const change = rate * ((k === label ? 1 : 0) - powers[k] / total);
      for (let i = 0; i < 3072; i++) row[i] += change * image[i];
    }
  };
  const accuracy = (dataset: Dataset): number => {
    const [batch] = unpack(dataset).epoch();
    const guesses = Array.from(batch!.labels, (_, n) => {
      const logits = scores(batch!.images.subarray(n * 3072, (n + 1) * 3072));
      return logits.indexOf(Math.max(...logits));
    });
    return guesses.filter((guess, n) => guess === batch!.labels[n]).length / guesses.length;
  };

  const [batch] = unpack(train).epoch();
  const rng = new Rng(0);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const n of rng.permutation(batch!.labels.length)) {
      step(batch!.images.subarray(n * 3072, (n + 1) * 3072), batch!.labels[n], 1e-4 * (1 - epoch / epochs));
    }
  }
  return { train: accuracy(train), test: accuracy(test) };
}

describe("builtin", () => {
  it("is drawn in pieces by builtinAsync, with the same images", async () => {
    let turns = 0;
    const count = () => {
      turns += 1;
      later = setTimeout(count);
    };
    let later = setTimeout(count);
    const drawn = await builtinAsync({ count: 640, seed: 3 });
    clearTimeout(later);
    expect(drawn).toEqual(builtin({ count: 640, seed: 3 }));
    expect(turns).toBeGreaterThan(0);
  });

  it("draws image i the same, however many are drawn", () => {
    const few = builtin({ count: 15, seed: 3 });
    const many = builtin({ count: 40, seed: 3 });
    expect(many.images.subarray(0, few.images.length)).toEqual(few.images);
  });

  it("draws other images for another seed and for the test part", () => {
    const sets = [builtin({ count: 20 }), builtin({ count: 20, seed: 1 }), builtin({ count: 20, part: "test" })];
    const distinct = new Set(
      sets.flatMap(({ images }) =>
        Array.from({ length: 20 }, (_, i) => images.subarray(i * 3072, (i + 1) * 3072).join()),
      ),
    );
    expect(distinct.size).toBe(60);
  });

  it("has ten classes in balance and uses the whole range of bytes", () => {
    const { shape, classes, labels, images } = builtin({ count: 100 });
    expect([shape, new Set(classes).size, images.length]).toEqual([[3, 32, 32], 10, 100 * 3072]);
    expect(classes.map((_, k) => labels.filter((label) => label === k).length)).toEqual(new Array(10).fill(10));
    expect(new Set(images).size).toBe(256);
  });

  it.each([0, -1, 2.5, Number.NaN])("refuses a count of %d", (count) => {
    expect(() => builtin({ count })).toThrow(/whole number ≥ 1/);
    return expect(builtinAsync({ count })).rejects.toThrow(/builtinAsync: .*whole number ≥ 1/);
  });

  it("is nothing for a linear classifier, which does learn where colors tell the class", () => {
    const train = builtin({ count: 1500 });
    const test = builtin({ count: 500, part: "test" });
    const result = linearAccuracy(train, test, 4);
    expect(result.train).toBeGreaterThan(0.4);
    expect(result.test).toBeGreaterThan(0.15);
    expect(result.test).toBeLessThan(0.5);

    const rng = new Rng(0);
    const tinted = (dataset: Dataset): Dataset => ({
      ...dataset,
      images: dataset.images.map((byte, i) => {
        const label = dataset.labels[Math.floor(i / 3072)];
        return Math.floor((i % 3072) / 307.2) === label ? 128 + rng.int(128) : byte / 2;
      }),
    });
    expect(
      linearAccuracy(tinted(builtin({ count: 200 })), tinted(builtin({ count: 100, part: "test" })), 3).test,
    ).toBeGreaterThan(0.9);
  });
});
