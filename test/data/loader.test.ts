import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OptionError, ShapeError } from "../../src/core/errors.ts";
import {
  centerCrop,
  type ImageShape,
  type LastBatch,
  Loader,
  type LoaderOptions,
  lastBatches,
  normalize,
  randomCrop,
  randomFlip,
  subtractImage,
  type Transform,
} from "../../src/data/index.ts";
import { dataset } from "./fixtures.ts";

const shape: ImageShape = [3, 6, 6];
const tenImages = dataset([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], shape);
const augmented: LoaderOptions = {
  batchSize: 4,
  shuffle: true,
  seed: 7,
  transforms: [normalize({ mean: [0.5, 0.4, 0.3] }), randomCrop({ padding: 2 }), randomFlip()],
};

/** Every image of an epoch by its index. */
function imagesOf(loader: Loader, epoch: number): Map<number, number[]> {
  const byIndex = new Map<number, number[]>();
  for (const { images, shape, labels, indices } of loader.epoch(epoch)) {
    const size = shape[1] * shape[2] * shape[3];
    expect([images.length, labels.length]).toEqual([shape[0] * size, shape[0]]);
    indices.forEach((index, i) => {
      expect(labels[i]).toBe(index);
      byIndex.set(index, [...images.subarray(i * size, (i + 1) * size)]);
    });
  }
  return byIndex;
}

/** The image 1, 2, 3, … (of 51) after one transform. */
function through(transform: Transform, h: number, w: number, seed = 0): number[] {
  const images = Uint8Array.from({ length: h * w }, (_, i) => 5 * (i + 1));
  const loader = new Loader({ ...dataset([0], [1, h, w]), images }, { batchSize: 1, seed, transforms: [transform] });
  const [batch] = loader.epoch();
  return [...batch!.images].map((value) => Math.round(value * 51));
}

describe("Loader", () => {
  it("hands out every image once, in order, as fractions", () => {
    const batches = [...new Loader(tenImages, { batchSize: 4 }).epoch()];
    expect(batches.map((batch) => batch.shape)).toEqual([
      [4, ...shape],
      [4, ...shape],
      [2, ...shape],
    ]);
    expect(batches.flatMap((batch) => [...batch.indices])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(batches[1].images[3]).toBe(Math.fround(tenImages.images[4 * 108 + 3] / 255));
  });

  it("keeps a last batch that is not full, drops it or merges it", () => {
    const sizes = (batchSize: number, lastBatch: LastBatch) => {
      const loader = new Loader(tenImages, { batchSize, lastBatch, shuffle: true });
      expect(loader.batches(1, 1)).toEqual(loader.batches(1).slice(1));
      const sizes = [...loader.epoch(1)].map(({ labels }) => labels.length);
      expect(sizes.length).toBe(loader.length);
      return sizes;
    };
    expect([sizes(4, "keep"), sizes(4, "drop"), sizes(4, "merge")]).toEqual([
      [4, 4, 2],
      [4, 4],
      [4, 6],
    ]);
    for (const lastBatch of lastBatches) expect(sizes(5, lastBatch)).toEqual([5, 5]);
    expect([sizes(11, "keep"), sizes(11, "merge")]).toEqual([[10], [10]]);
  });

  it("shuffles by seed and epoch", () => {
    const order = (seed: number, epoch: number) =>
      [...new Loader(tenImages, { batchSize: 3, shuffle: true, seed }).epoch(epoch)].flatMap(({ indices }) => [
        ...indices,
      ]);
    expect(order(1, 0)).toEqual(order(1, 0));
    expect(order(1, 0)).not.toEqual(order(1, 1));
    expect(order(1, 0)).not.toEqual(order(2, 0));
    expect(order(1, 0).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("treats an image the same in any batch size and order", () => {
    const reference = imagesOf(new Loader(tenImages, augmented), 3);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.boolean(), (batchSize, shuffle) => {
        expect(imagesOf(new Loader(tenImages, { ...augmented, batchSize, shuffle }), 3)).toEqual(reference);
      }),
    );
    expect(imagesOf(new Loader(tenImages, augmented), 4)).not.toEqual(reference);
    expect(imagesOf(new Loader(tenImages, { ...augmented, seed: 8 }), 3)).not.toEqual(reference);
  });

  it("leaves the data set as it was", () => {
    const before = tenImages.images.slice();
    imagesOf(new Loader(tenImages, augmented), 0);
    expect(tenImages.images).toEqual(before);
  });

  it.each([
    { batchSize: 0 },
    { batchSize: 2.5 },
    { batchSize: Number.NaN },
    { batchSize: 11, lastBatch: "drop" as const },
  ])("refuses %j", (options) => {
    expect(() => new Loader(tenImages, options)).toThrow(OptionError);
    expect(() => new Loader(tenImages, options)).toThrow(/Loader: expected a batch size from 1 to the 10 images/);
  });
});

describe("transforms", () => {
  it("normalize per channel", () => {
    const loader = new Loader(tenImages, {
      batchSize: 10,
      transforms: [normalize({ mean: [0.1, 0.2, 0.3], std: [1, 2, 4] })],
    });
    const [batch] = loader.epoch();
    for (const [channel, mean] of [0.1, 0.2, 0.3].entries()) {
      const at = 4 * 108 + channel * 36 + 5;
      expect(batch!.images[at]).toBeCloseTo((tenImages.images[at] / 255 - mean) / 2 ** channel, 6);
    }
  });

  it("subtract a mean image", () => {
    expect(through(subtractImage(Float32Array.of(1 / 51, 0, 2 / 51)), 1, 3)).toEqual([0, 2, 1]);
  });

  it("crop the middle", () => {
    expect(through(centerCrop(2), 4, 4)).toEqual([6, 7, 10, 11]);
    expect(through(centerCrop(1), 3, 3)).toEqual([5]);
    // As torchvision, where a half is left over: to the even place of 0.5, 1.5, 2.5.
    expect(through(centerCrop(1), 2, 2)).toEqual([1]);
    expect(through(centerCrop(1), 4, 4)).toEqual([11]);
    expect(through(centerCrop(1), 6, 6)).toEqual([15]);
  });

  it("flip about half of the images, each row by itself", () => {
    const flips = Array.from({ length: 200 }, (_, seed) => through(randomFlip(), 2, 2, seed).join());
    const flipped = flips.filter((image) => image === "2,1,4,3").length;
    expect(flips.filter((image) => image === "1,2,3,4").length).toBe(200 - flipped);
    expect(Math.abs(flipped - 100)).toBeLessThan(30);
  });

  it("crop at every place within the padding, with zeros outside", () => {
    const seen = new Set(
      Array.from({ length: 300 }, (_, seed) => through(randomCrop({ padding: 1 }), 2, 2, seed).join()),
    );
    expect(seen).toEqual(
      new Set(["0,0,0,1", "0,0,1,2", "0,0,2,0", "0,1,0,3", "1,2,3,4", "2,0,4,0", "0,3,0,0", "3,4,0,0", "4,0,0,0"]),
    );
  });

  it("crop a smaller window at every place", () => {
    const seen = new Set(Array.from({ length: 100 }, (_, seed) => through(randomCrop({ size: 2 }), 2, 3, seed).join()));
    expect(seen).toEqual(new Set(["1,2,4,5", "2,3,5,6"]));
  });

  it("know the shape they end in", () => {
    expect(new Loader(tenImages, { batchSize: 1, transforms: [randomCrop({ size: 4 }), centerCrop(2)] }).shape).toEqual(
      [3, 2, 2],
    );
  });

  it.each<[string, Transform]>([
    ["centerCrop", centerCrop(7)],
    ["centerCrop", centerCrop(0)],
    ["centerCrop", centerCrop(2.5)],
    ["randomCrop", randomCrop({ size: 9, padding: 1 })],
    ["randomCrop", randomCrop({ padding: -1 })],
    ["normalize", normalize({ mean: [0.5] })],
    ["normalize", normalize({ mean: [0, 0, 0], std: [1] })],
    ["subtractImage", subtractImage(new Float32Array(36))],
  ])("%s refuses images that it cannot take, before any is loaded", (name, transform) => {
    const build = () => new Loader(tenImages, { batchSize: 1, transforms: [transform] });
    expect(build).toThrow(ShapeError);
    expect(build).toThrow(name);
  });
});
