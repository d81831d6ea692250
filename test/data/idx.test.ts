import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FormatError } from "../../src/core/errors.ts";
import { readIdx } from "../../src/data/idx.node.ts";
import { counting, folderWith, formatError, idx, type Tree } from "./fixtures.ts";

const IMAGES = "train-images-idx3-ubyte";
const LABELS = "train-labels-idx1-ubyte";
const images = idx([3, 2, 4], counting(24));
const labels = idx([3], Uint8Array.of(2, 0, 1));
const read = async (tree: Tree) => readIdx(await folderWith(tree));

describe("readIdx", () => {
  it("reads plain files", async () => {
    const { train, test } = await read({ [IMAGES]: images, [LABELS]: labels });
    expect(train).toMatchObject({ shape: [1, 2, 4], classes: ["0", "1", "2"] });
    expect(train.images).toEqual(counting(24));
    expect([...train.labels]).toEqual([2, 0, 1]);
    expect(test).toBeNull();
  });

  it("reads a test part, gzips whatever their names, and the dotted names", async () => {
    const { train, test } = await read({
      [`${IMAGES}.gz`]: gzipSync(images),
      "train-labels.idx1-ubyte": gzipSync(labels),
      "t10k-images-idx3-ubyte": idx([1, 2, 4], counting(8)),
      "t10k-labels-idx1-ubyte.gz": idx([1], Uint8Array.of(2)),
    });
    expect(train.images).toEqual(counting(24));
    expect(test).toMatchObject({ shape: [1, 2, 4], classes: ["0", "1", "2"], images: counting(8) });
  });

  it.each<[reason: RegExp, file: string, tree: Tree]>([
    [/expected a file train-labels-idx1-ubyte/, "", { [IMAGES]: images }],
    [/expected a file train-images-idx3-ubyte/, "", { "t10k-images-idx3-ubyte": images }],
    [/magic 0 0 8 3; got 0 0 8 1/, IMAGES, { [IMAGES]: labels, [LABELS]: labels }],
    [
      /magic 0 0 8 3; got 0 0 13 3/,
      IMAGES,
      { [IMAGES]: idx([3, 2, 4], counting(24), [0, 0, 13, 3]), [LABELS]: labels },
    ],
    [/IDX header/, IMAGES, { [IMAGES]: "", [LABELS]: labels }],
    [/cut off: expected 24 bytes/, IMAGES, { [IMAGES]: images.subarray(0, -1), [LABELS]: labels }],
    [/too long: .*3 images × 2 rows × 4 columns/, IMAGES, { [IMAGES]: `${images}!`, [LABELS]: labels }],
    [/too long/, LABELS, { [IMAGES]: images, [LABELS]: Buffer.concat([labels, labels]) }],
    [/holds 3 images, but .* holds 2 labels/, IMAGES, { [IMAGES]: images, [LABELS]: idx([2], Uint8Array.of(0, 1)) }],
    [/empty: 0 images/, IMAGES, { [IMAGES]: idx([0, 2, 4], counting(0)), [LABELS]: labels }],
    [
      /cut off: expected 7.9\d+e\+28 bytes/,
      IMAGES,
      { [IMAGES]: idx([2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], counting(9)), [LABELS]: labels },
    ],
    [/gzip is damaged or cut off/, IMAGES, { [IMAGES]: gzipSync(images).subarray(0, -9), [LABELS]: labels }],
    [
      /cut off: expected 4000000000 bytes/,
      IMAGES,
      { [IMAGES]: gzipSync(idx([10 ** 5, 200, 200], counting(9))), [LABELS]: labels },
    ],
  ])("refuses bad input: %s", async (reason, file, tree) => {
    expect(await formatError(file, read(tree))).toMatch(reason);
  });

  it("refuses a test part that does not go with the training part", async () => {
    const tree = { [IMAGES]: images, [LABELS]: labels, "t10k-images-idx3-ubyte": idx([1, 2, 4], counting(8)) };
    const ofClass3 = read({ ...tree, "t10k-labels-idx1-ubyte": idx([1], Uint8Array.of(3)) });
    expect(await formatError("t10k-labels", ofClass3)).toMatch(/labels from 0 to 2 as in training; got 3/);
    const square = { ...tree, "t10k-images-idx3-ubyte": idx([1, 3, 3], counting(9)) };
    const ofOtherSize = read({ ...square, "t10k-labels-idx1-ubyte": idx([1], Uint8Array.of(0)) });
    expect(await formatError("t10k-images", ofOtherSize)).toMatch(/expected 2×4 images as in training; got 3×3/);
  });

  it("refuses every truncation", async () => {
    const folder = await folderWith({});
    const whole = { plain: images, gzip: gzipSync(images) };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("plain" as const, "gzip" as const),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        async (kind, share) => {
          const bytes = whole[kind];
          await writeFile(join(folder, LABELS), labels);
          await writeFile(join(folder, IMAGES), bytes.subarray(0, Math.floor(share * bytes.length)));
          await expect(readIdx(folder)).rejects.toThrow(FormatError);
        },
      ),
      { numRuns: 60 },
    );
  });
});
