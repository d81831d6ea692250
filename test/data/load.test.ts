import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { loadDataset } from "../../src/data/load.node.ts";
import { cifar, counting, folderWith, formatError, idx, png, tar } from "./fixtures.ts";

const digits = {
  "train-images-idx3-ubyte": idx([6, 4, 4], counting(96)),
  "train-labels-idx1-ubyte": idx([6], Uint8Array.of(0, 0, 0, 0, 1, 1)),
};
const images = { "a/1.png": png(4, 4, [1, 1, 1]), "b/1.png": png(4, 4, [2, 2, 2]) };

describe("loadDataset", () => {
  it("finds out what it is given", async () => {
    const archive = gzipSync(await tar(images));
    const folder = await folderWith({ archive });
    const shapes = await Promise.all(
      [
        await folderWith(digits),
        await folderWith({ "data_batch_1.bin": cifar([1]) }),
        await folderWith({ "train.bin": cifar([1], [1]) }),
        await folderWith(images),
        join(folder, "archive"),
      ].map(async (path) => (await loadDataset(path)).train.shape),
    );
    expect(shapes).toEqual([
      [1, 4, 4],
      [3, 32, 32],
      [3, 32, 32],
      [3, 4, 4],
      [3, 4, 4],
    ]);
  });

  it("draws the built-in data set", async () => {
    const { train, test } = await loadDataset("builtin", { limit: 30, seed: 2 });
    expect([train.labels.length, test!.labels.length]).toEqual([30, 30]);
    expect(train.images).not.toEqual(test!.images);
  });

  it("limits and resizes every kind", async () => {
    const { train } = await loadDataset(await folderWith(digits), { limit: 4, size: 8 });
    expect([train.shape, [...train.labels], train.images.length]).toEqual([[1, 8, 8], [0, 0, 1, 1], 4 * 64]);
    expect((await loadDataset("builtin", { limit: 10, size: 16 })).train.shape).toEqual([3, 16, 16]);
  });

  it("says what it accepts where nothing is, or nothing it knows", async () => {
    const folder = await folderWith({ "notes.csv": "1,2,3", broken: gzipSync("x").subarray(0, 12), empty: "" });
    const accepted = /"builtin", .*IDX.*CIFAR.*<class>\/<image>/;
    expect(await formatError(/gone$/, loadDataset(join(folder, "gone")))).toMatch(/does not exist; expected/);
    expect(await formatError(/gone$/, loadDataset(join(folder, "gone")))).toMatch(accepted);
    expect(await formatError(/notes.csv$/, loadDataset(join(folder, "notes.csv")))).toMatch(/is no data set/);
    expect(await formatError(/notes.csv$/, loadDataset(join(folder, "notes.csv")))).toMatch(accepted);
    expect(await formatError(/empty$/, loadDataset(join(folder, "empty")))).toMatch(/is no data set/);
    expect(await formatError(/broken$/, loadDataset(join(folder, "broken")))).toMatch(/gzip is damaged or cut off/);
    expect(await formatError("", loadDataset(folder))).toMatch(/holds no images/);
  });
});
