import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/core/errors.ts";
import { channelStatistics, meanImage, select, split, take } from "../../src/data/index.ts";
import { dataset } from "./fixtures.ts";

/** Sorted by class, as a folder is: 60, 30 and 10 images. */
const uneven = dataset([...new Array(60).fill(0), ...new Array(30).fill(1), ...new Array(10).fill(2)]);
const perClass = (labels: Uint16Array) => [0, 1, 2].map((label) => labels.filter((l) => l === label).length);

describe("select", () => {
  it("keeps images and labels together", () => {
    const { images, labels } = select(dataset([5, 6, 7]), Uint32Array.of(2, 0));
    expect([...labels]).toEqual([7, 5]);
    expect([...images]).toEqual([8, 9, 10, 11, 0, 1, 2, 3]);
  });
});

describe("split", () => {
  it.each([0.2, 20])("holds out %d with every class in its share", (validation) => {
    const parts = split(uneven, { validation });
    expect(perClass(parts.validation.labels)).toEqual([12, 6, 2]);
    expect(perClass(parts.train.labels)).toEqual([48, 24, 8]);
  });

  it("puts every image in one part, in the order of the whole", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: 2, maxLength: 40 }), fc.nat(), fc.nat(), (labels, count, seed) => {
        const whole = { ...dataset(labels, [1, 1, 1]), images: Uint8Array.from(labels, (_, i) => i) };
        const { train, validation } = split(whole, { validation: 1 + (count % (labels.length - 1)), seed });
        for (const part of [train, validation]) {
          expect([...part.images]).toEqual([...part.images].sort((a, b) => a - b));
          part.images.forEach((image, i) => {
            expect(part.labels[i]).toBe(labels[image]);
          });
        }
        expect([...train.images, ...validation.images].sort((a, b) => a - b)).toEqual([...whole.images]);
      }),
    );
  });

  it("depends on the seed alone", () => {
    const images = (seed: number) => split(uneven, { validation: 0.1, seed }).validation.images;
    expect(images(1)).toEqual(images(1));
    expect(images(1)).not.toEqual(images(2));
  });

  it.each([0, -1, 0.001, 100, 2.5, Number.NaN])("refuses to hold out %d", (validation) => {
    expect(() => split(uneven, { validation })).toThrow(OptionError);
  });

  it("lets chance decide which classes are held out when they are too many", () => {
    const many = dataset(Array.from({ length: 400 }, (_, i) => Math.floor(i / 4)));
    const { validation } = split(many, { validation: 40, seed: 5 });
    const classes = [...new Set(validation.labels)];
    expect(classes).toHaveLength(40);
    expect(classes.some((label) => label < 30) && classes.some((label) => label >= 70)).toBe(true);
  });
});

describe("take", () => {
  it("balances the classes as far as they go", () => {
    expect(perClass(take(uneven, 9).labels)).toEqual([3, 3, 3]);
    expect(perClass(take(uneven, 60).labels)).toEqual([25, 25, 10]);
    expect(take(uneven, 1000)).toEqual(uneven);
  });

  it("refuses what is no number of images", () => {
    expect(() => take(uneven, 0)).toThrow(/whole number ≥ 1; got 0/);
    expect(() => take(uneven, 1.5)).toThrow(OptionError);
  });
});

describe("statistics", () => {
  const images = Uint8Array.of(0, 255, 51, 51, 255, 0, 51, 51);
  const two = { ...dataset([0, 1], [2, 1, 2]), images };

  it("are the mean and standard deviation per channel; 1 for one that never varies", () => {
    expect(channelStatistics(two)).toEqual({ mean: [0.5, 0.2], std: [0.5, 1] });
  });

  it("give the mean image", () => {
    expect(meanImage(two)).toEqual(Float32Array.of(0.5, 0.5, 0.2, 0.2));
  });
});
