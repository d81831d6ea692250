import { expect, it } from "vitest";
import { featureImages, filterImages } from "../../src/train/report/pictures.ts";

it("pictures of maps and filters have the nearest level", () => {
  const levels = Array.from({ length: 256 }, (_, level) => level);
  const [map] = featureImages(
    levels.map((level) => Math.fround(level / 255 - 0.3)),
    [1, 16, 16],
  );
  expect([...map!.pixels]).toEqual(levels);
  const weights = Float32Array.from(levels, (level) => level / 127.5 - 1);
  const [filter] = filterImages({ shape: [1, 1, 16, 16], data: weights });
  expect([...filter!.pixels]).toEqual(levels);
});
