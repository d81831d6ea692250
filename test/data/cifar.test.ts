import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCifar } from "../../src/data/cifar.node.ts";
import { cifar, folderWith, formatError, type Tree } from "./fixtures.ts";

const read = async (tree: Tree) => readCifar(await folderWith(tree));
const names = "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n";

describe("readCifar", () => {
  it("reads CIFAR-10 from its batches in order", async () => {
    const { train, test } = await read({
      "batches.meta.txt": `${names}\n`,
      "data_batch_2.bin": cifar([9]),
      "data_batch_1.bin": cifar([3, 0]),
      "test_batch.bin": cifar([5]),
    });
    expect(train).toMatchObject({ shape: [3, 32, 32], classes: names.trim().split("\n") });
    expect([...train.labels]).toEqual([3, 0, 9]);
    expect([0, 1, 2].map((i) => train.images[i * 3072])).toEqual([1, 2, 1]);
    expect(train.images[2 * 3072 - 1]).toBe(2);
    expect([...test!.labels]).toEqual([5]);
  });

  it("reads CIFAR-100's fine labels, gzipped or not, and does without names", async () => {
    const { train, test } = await read({ "train.bin": gzipSync(cifar([99, 1], [19, 0])) });
    expect([...train.labels]).toEqual([99, 1]);
    expect(train.images.subarray(0, 3072).every((byte) => byte === 1)).toBe(true);
    expect(train.classes[99]).toBe("99");
    expect(test).toBeNull();
  });

  it("reads more records than it takes at once", async () => {
    const labels = Array.from({ length: 2345 }, (_, i) => i % 10);
    const { train } = await read({ "data_batch_1.bin": cifar(labels) });
    expect([...train.labels]).toEqual(labels);
  });

  it.each<[reason: RegExp, file: string, tree: Tree]>([
    [/expected CIFAR's data_batch_1.bin/, "", { "test_batch.bin": cifar([1]) }],
    [
      /data_batch_2.bin is missing, but data_batch_3.bin is there/,
      "",
      { "data_batch_1.bin": cifar([1]), "data_batch_3.bin": cifar([1]) },
    ],
    [
      /records of 3073 bytes; the file ends within one \(at byte 3072\)/,
      "data_batch_1",
      { "data_batch_1.bin": cifar([1]).subarray(1) },
    ],
    [/records of 3073 bytes/, "test_batch", { "data_batch_1.bin": cifar([1]), "test_batch.bin": "" }],
    [/label from 0 to 9; got 10 \(at byte 3073\)/, "data_batch_1", { "data_batch_1.bin": cifar([9, 10]) }],
    [/label from 0 to 99; got 100 \(at byte 1\)/, "train", { "train.bin": cifar([100], [0]) }],
    [
      /10 class names, one a line; got 2/,
      "batches.meta.txt",
      { "data_batch_1.bin": cifar([1]), "batches.meta.txt": "cat\ndog" },
    ],
  ])("refuses bad input: %s", async (reason, file, tree) => {
    expect(await formatError(file, read(tree))).toMatch(reason);
  });

  it("refuses every truncation within a record", async () => {
    const folder = await folderWith({});
    const whole = cifar([1, 2, 3]);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        await writeFile(join(folder, "data_batch_1.bin"), whole.subarray(0, length));
        if (length > 0 && length % 3073 === 0)
          expect((await readCifar(folder)).train.labels.length).toBe(length / 3073);
        else await formatError("data_batch_1.bin", readCifar(folder));
      }),
      { numRuns: 60 },
    );
  });
});
