import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { loadDataset } from "../../src/data/load.node.ts";
import { cifar, counting, folderWith, formatError, idx, png, type Tree, tar } from "./fixtures.ts";

const tenNames = Array.from({ length: 10 }, (_, i) => `kind ${i}`);
const hundredNames = Array.from({ length: 100 }, (_, i) => `fine ${i}`);

/** As the archives are published: the order of the files in them too. */
const cifar10: Tree = {
  "cifar-10-batches-bin/": "",
  "cifar-10-batches-bin/data_batch_2.bin": cifar([9]),
  "cifar-10-batches-bin/batches.meta.txt": `${tenNames.join("\n")}\n\n`,
  "cifar-10-batches-bin/test_batch.bin": cifar([5]),
  "cifar-10-batches-bin/readme.html": "<html>",
  "cifar-10-batches-bin/data_batch_1.bin": cifar([3, 0]),
};
const cifar100: Tree = {
  "cifar-100-binary/": "",
  "cifar-100-binary/test.bin": cifar([7], [1]),
  "cifar-100-binary/fine_label_names.txt": hundredNames.join("\r\n"),
  "cifar-100-binary/coarse_label_names.txt": "coarse",
  "cifar-100-binary/train.bin": cifar([99, 4], [19, 0]),
};
const digits = {
  "t10k-images-idx3-ubyte": idx([1, 2, 4], counting(8)),
  "t10k-labels-idx1-ubyte": idx([1], Uint8Array.of(2)),
  "train-images-idx3-ubyte": idx([3, 2, 4], counting(24)),
  "train-labels-idx1-ubyte": idx([3], Uint8Array.of(2, 0, 1)),
};
const renamed = (name: (name: string) => string, pack = (bytes: Buffer) => bytes): Tree =>
  Object.fromEntries(Object.entries(digits).map(([key, bytes]) => [name(key), pack(bytes)]));

const withoutFolders = (tree: Tree) => Object.fromEntries(Object.entries(tree).filter(([name]) => !name.endsWith("/")));
const forms: [form: string, write: (tree: Tree) => Promise<string>][] = [
  ["a folder", (tree) => folderWith(withoutFolders(tree))],
  ["tar", async (tree) => join(await folderWith({ "set.tar": await tar(tree) }), "set.tar")],
  ["tar.gz", async (tree) => join(await folderWith({ "set.tar.gz": gzipSync(await tar(tree)) }), "set.tar.gz")],
];

describe.each(forms)("published data sets as %s", (_, write) => {
  it("CIFAR-10 with its names", async () => {
    const { train, test } = await loadDataset(await write(cifar10));
    expect([train.shape, train.classes, [...train.labels], [...test!.labels]]).toEqual([
      [3, 32, 32],
      tenNames,
      [3, 0, 9],
      [5],
    ]);
    expect([0, 1, 2].map((i) => train.images[i * 3072])).toEqual([1, 2, 1]);
    expect(train.images.at(-1)).toBe(1);
    const { train: few } = await loadDataset(await write(cifar10), { limit: 1, seed: 3 });
    expect([
      few.labels.length,
      train.images.subarray(3072 * [3, 0, 9].indexOf(few.labels[0])).subarray(0, 3072),
    ]).toEqual([1, few.images]);
  });

  it("CIFAR-100 with its fine names", async () => {
    const { train, test } = await loadDataset(await write(cifar100));
    expect([train.classes, [...train.labels], [...test!.labels]]).toEqual([hundredNames, [99, 4], [7]]);
    expect([train.images[0], train.images[3072]]).toEqual([1, 2]);
  });

  it.each<[what: string, tree: Tree]>([
    ["plain", renamed((name) => name)],
    ["gzipped", renamed((name) => `${name}.gz`, gzipSync)],
    ["with dots", renamed((name) => name.replace("-idx", ".idx"))],
    ["in folders", renamed((name) => `MNIST/raw/${name}.gz`, gzipSync)],
  ])("MNIST %s", async (_, tree) => {
    const { train, test } = await loadDataset(await write(tree));
    expect([train.shape, train.classes, [...train.labels]]).toEqual([
      [1, 2, 4],
      ["0", "1", "2"],
      [2, 0, 1],
    ]);
    expect([train.images, test!.images, [...test!.labels]]).toEqual([counting(24), counting(8), [2]]);
  });

  it.each<[binary: string, tree: Tree]>([
    ["cifar-10-binary.tar.gz", { "cifar-10-batches-py/data_batch_1": "x", "cifar-10-batches-py/batches.meta": "x" }],
    [
      "cifar-100-binary.tar.gz",
      { "cifar-100-python/train": "x", "cifar-100-python/test": "x", "cifar-100-python/meta": "x" },
    ],
  ])("Python pickles are refused for %s", async (binary, tree) => {
    expect(await formatError("", loadDataset(await write(tree)))).toMatch(
      new RegExp(`holds CIFAR-100? as Python pickles, which are not read: take its binary version, ${binary}$`),
    );
  });

  it("what is cut off or missing is named in its archive", async () => {
    const cut = { ...cifar10, "cifar-10-batches-bin/test_batch.bin": cifar([1]).subarray(1) };
    expect(await formatError(/batches-bin\/test_batch\.bin$/, loadDataset(await write(cut)))).toMatch(
      /ends within one/,
    );
    const short = { ...renamed((name) => name), "train-images-idx3-ubyte": idx([3, 2, 4], counting(23)) };
    expect(await formatError(/train-images-idx3-ubyte$/, loadDataset(await write(short)))).toMatch(/cut off/);
    const broken = renamed(
      (name) => `${name}.gz`,
      (bytes) => gzipSync(bytes).subarray(0, -6),
    );
    expect(await formatError(/ubyte\.gz$/, loadDataset(await write(broken)))).toMatch(/gzip is damaged or cut off/);
  });

  it("one is expected, and images stand before what lies beside them", async () => {
    expect(await formatError("", loadDataset(await write({ ...cifar10, ...cifar100 })))).toMatch(
      /expected one data set; got those in cifar-10{1,2}.*\/, cifar-10{1,2}/,
    );
    const images = { "cat/1.png": png(4, 4, [1, 1, 1]), "cat/old/train.bin": "x" };
    expect((await loadDataset(await write(images))).train.shape).toEqual([3, 4, 4]);
  });
});
