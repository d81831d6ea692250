import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { pack } from "tar-stream";
import { describe, expect, it } from "vitest";
import { FormatError } from "../../src/core/errors.ts";
import { findClassFolders } from "../../src/data/classFolders.ts";
import { type LoadOptions, readImageFolder } from "../../src/data/imageFolder.node.ts";
import { loadDataset } from "../../src/data/load.node.ts";
import { folderWith, formatError, jpeg, png, type Tree, tar } from "./fixtures.ts";
import { readFixture } from "./images.ts";

const gray = (value: number, width = 4, height = width) => png(width, height, [value, value, value]);

const sources: [kind: string, write: (tree: Tree) => Promise<string>][] = [
  ["folder", folderWith],
  ["tar", async (tree) => join(await folderWith({ "set.tar": await tar(tree) }), "set.tar")],
  ["tar.gz", async (tree) => join(await folderWith({ "set.tar.gz": gzipSync(await tar(tree)) }), "set.tar.gz")],
];

describe.each(sources)("readImageFolder from a %s", (kind, write) => {
  const read = async (tree: Tree, options?: LoadOptions) => readImageFolder(await write(tree), options);

  it("reads one folder per class, in the order of their names", async () => {
    const { train, test } = await read({
      "dog/1.png": gray(3),
      "cat/b.png": gray(2),
      "cat/a.PNG": gray(1),
      "cat/.hidden.png": "",
      "cat/notes.txt": "ignored",
      "README.md": "ignored",
    });
    expect(train).toMatchObject({ shape: [3, 4, 4], classes: ["cat", "dog"] });
    expect([...train.labels]).toEqual([0, 0, 1]);
    expect([0, 1, 2].map((i) => train.images[i * 48])).toEqual([1, 2, 3]);
    expect(test).toBeNull();
  });

  it("tells the format by the bytes, not by the name", async () => {
    const { train } = await read({ "a/1.png": jpeg(8, 8, [90, 90, 90]), "b/1.jpeg": gray(90, 8) });
    expect(train.labels.length).toBe(2);
  });

  it.each(["val", "validation", "test"])("takes train/ and %s/ as parts, below any outer folder", async (heldOut) => {
    const { train, test } = await read({
      "pets/train/cat/1.png": gray(1),
      "pets/train/dog/1.png": gray(2),
      [`pets/${heldOut}/dog/1.png`]: gray(3),
      "pets/unlabeled/1.png": "left alone",
    });
    expect([train.classes, [...train.labels], [...test!.labels]]).toEqual([["cat", "dog"], [0, 1], [1]]);
    expect([train.images[48], test!.images[0]]).toEqual([2, 3]);
  });

  it("prefers val/ to test/, and knows a class named train", async () => {
    const both = await read({ "train/a/1.png": gray(1), "test/a/1.png": gray(2), "val/a/1.png": gray(3) });
    expect(both.test!.images[0]).toBe(3);
    const vehicles = await read({ "car/1.png": gray(1), "train/1.png": gray(2) });
    expect(vehicles.train.classes).toEqual(["car", "train"]);
  });

  it("fails at a damaged image, or leaves it out and names it", async () => {
    const tree = {
      "train/cat/1.png": gray(1),
      "train/cat/2.png": gray(2).subarray(0, 60),
      "train/dog/1.png": "no image",
      "train/dog/2.png": gray(4),
      "test/dog/1.png": "",
      "test/dog/2.png": gray(6),
    };
    await expect(read(tree)).rejects.toThrow(FormatError);
    const { train, test, skipped } = await read(tree, { onError: "skip" });
    expect([...train.labels, ...test!.labels]).toEqual([0, 1, 1]);
    expect([train.images[0], train.images[48], test!.images[0]]).toEqual([1, 4, 6]);
    expect(skipped).toHaveLength(3);
    expect(skipped!.find(({ file }) => file.endsWith("train/dog/1.png"))!.reason).toMatch(/^expected a JPEG, PNG/);
    const spoilt = { "cat/1.png": gray(1), "dog/1.png": "no image" };
    await expect(read(spoilt, { onError: "skip" })).rejects.toThrow('none of the images of class "dog" can be decoded');
  });

  it("limits every part, classes in balance, decoding no more", async () => {
    const tree: Tree = {};
    for (let i = 0; i < 9; i++) {
      for (const name of ["a", "b", "c"]) tree[`train/${name}/${i}.png`] = gray(i);
      tree[`test/a/${i}.png`] = gray(i);
    }
    const progress: string[] = [];
    const { train, test } = await read(tree, { limit: 6, onProgress: (...counts) => progress.push(counts.join("/")) });
    expect([...train.labels]).toEqual([0, 0, 1, 1, 2, 2]);
    expect(test!.labels.length).toBe(6);
    expect([progress.length, progress.at(-1)]).toEqual([12, "12/12"]);
    expect((await read(tree, { limit: 6 })).train.images).toEqual(train.images);
    expect((await read(tree, { limit: 6, seed: 1 })).train.images).not.toEqual(train.images);
  });

  it("takes as many images as the limit says, however many classes there are", async () => {
    const tree: Tree = {};
    for (let i = 0; i < 4; i++) for (const name of ["a", "b", "c"]) tree[`${name}/${i}.png`] = gray(i);
    for (const limit of [1, 2, 3, 7, 12, 13]) {
      const { train } = await read(tree, { limit });
      expect([train.labels.length, train.classes]).toEqual([Math.min(limit, 12), ["a", "b", "c"]]);
      const counts = [0, 1, 2].map((label) => train.labels.filter((other) => other === label).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
  });

  it("counts what it turns, and the files that are no images by their endings", async () => {
    const tree = {
      "train/a/1.jpg": readFixture("turned6.jpg"),
      "train/a/2.jpg": readFixture("turned1.jpg"),
      "train/a/scan.tiff": "",
      "train/a/scan.TIFF": "",
      "train/a/deeper/README": "",
      "val/a/1.jpg": readFixture("turned3.jpg"),
      "val/a/.hidden": "",
      "val/a/1.heic": "",
      "other/a/1.tiff": "",
      "notes.txt": "",
    };
    const upright = await read(tree, { size: 4 });
    const leftOut = new Map([
      [".tiff", 2],
      ["", 1],
      [".heic", 1],
    ]);
    expect(upright).toMatchObject({ leftOut, turned: 2 });
    const stored = await read(tree, { size: 4, orient: false });
    expect([stored.turned, stored.skipped]).toEqual([undefined, undefined]);
    expect(stored.train.images).not.toEqual(upright.train.images);
  });

  it("takes composed and decomposed letters for the same, in one order", async () => {
    const [composed, decomposed] = ["caf\u00e9", "cafe\u0301"] as const;
    const names = [
      composed,
      "cafz",
      "\u0baa\u0bc2\u0ba9\u0bc8",
      "\u732b",
      "\u{1f408}",
      "\u0642\u0637",
      "it's a % # dog",
    ];
    const tree = (name: string): Tree =>
      Object.fromEntries(
        names.flatMap((other, i) => {
          const folder = other === composed ? name : other;
          return [
            [`train/${folder}/${name}.png`, gray(i)],
            [`train/${folder}/cafz.png`, gray(100 + i)],
            [`test/${other}/1.png`, gray(200 + i)],
          ];
        }),
      );
    const [linux, mac] = [await read(tree(composed)), await read(tree(decomposed))];
    expect(linux.train.classes).toEqual([...names].sort());
    for (const part of ["train", "test"] as const) {
      const { classes, labels, images } = linux[part]!;
      expect(mac[part]).toMatchObject({ classes, labels, images });
    }
    const both = await read({ [`${composed}/1.png`]: gray(1), [`${decomposed}/2.png`]: gray(2), "b/1.png": gray(3) });
    expect([both.train.classes, [...both.train.labels]]).toEqual([
      ["b", composed],
      [0, 1, 1],
    ]);
  });

  it("resizes to a given size", async () => {
    const { train } = await read({ "a/1.png": gray(7, 9, 5), "b/1.png": gray(8, 3, 20) }, { size: 6 });
    expect(train.shape).toEqual([3, 6, 6]);
    expect(new Set(train.images)).toEqual(new Set([7, 8]));
  });

  it.each<[reason: RegExp, tree: Tree]>([
    [
      /images differ in size: .* pixels in .*a.1\.png, .* pixels in .*b.1\.png; give "size"/,
      { "a/1.png": gray(1, 4, 3), "b/1.png": gray(1, 8) },
    ],
    [/holds no images: expected <class>\/<image>.*; found "data_batch_1.bin"/, { "data_batch_1.bin": "" }],
    [/1\.png lies in no class folder/, { "1.png": gray(1) }],
    [/train\/1\.png lies in no class folder/, { "train/1.png": gray(1), "train/cat/1.png": gray(1) }],
    [/the class folder "dog" holds no images/, { "cat/1.png": gray(1), "dog/1.svg": "" }],
    [/has test\/ but no train\//, { "test/cat/1.png": gray(1) }],
    [/val\/cow\/1\.png is of a class that train\/ lacks/, { "train/cat/1.png": gray(1), "val/cow/1.png": gray(1) }],
  ])("refuses %s", async (reason, tree) => {
    expect(await formatError(kind === "folder" ? "" : "set.tar", read(tree))).toMatch(reason);
  });

  it.each<[what: string, bytes: Uint8Array | string]>([
    ["a cut-off JPEG", jpeg(8, 8, [1, 2, 3]).subarray(0, -20)],
    ["a cut-off PNG", gray(1).subarray(0, -20)],
    ["text", "this is no image"],
    ["an empty file", ""],
  ])("names the file that is %s", async (_, bytes) => {
    const name = kind === "folder" ? /\/cat\/2\.jpg$/ : /set\.tar(\.gz)?!cat\/2\.jpg$/;
    await formatError(name, read({ "cat/1.png": gray(1), "cat/2.jpg": bytes }));
  });
});

describe("findClassFolders", () => {
  it.each(["train val", "Train Test", "training testing", "TRAIN valid"])("knows the parts %s", (names) => {
    const [train, test] = names.split(" ");
    const found = findClassFolders("set", [`${train}/cat/1.png`, `${train}/dog/2.JPG`, `${test}/dog/3.jfif`]);
    expect(found).toEqual({
      classes: ["cat", "dog"],
      train: [
        { path: `${train}/cat/1.png`, label: 0 },
        { path: `${train}/dog/2.JPG`, label: 1 },
      ],
      test: [{ path: `${test}/dog/3.jfif`, label: 1 }],
      leftOut: new Map(),
    });
  });
});

describe("readImageFolder", () => {
  it("refuses links in an archive where images would be missing, and passes over others", async () => {
    const read = async (name: string, type: "link" | "symlink", linkname: string) => {
      const packer = pack();
      packer.entry({ name: "cat/1.png" }, Buffer.from(gray(1)));
      packer.entry({ name, type, linkname });
      packer.finalize();
      const folder = await folderWith({ "set.tar": await buffer(packer) });
      return readImageFolder(join(folder, "set.tar"));
    };
    expect(await formatError(/set\.tar!dog\/1\.png$/, read("dog/1.png", "link", "cat/1.png"))).toMatch(/got a link/);
    expect(await formatError("set.tar", read("dog", "symlink", "./cat"))).toMatch(/dog is a link to the folder cat/);
    expect((await read("cat/notes.txt", "symlink", "gone")).train.labels.length).toBe(1);
  });

  it("follows links, passes over those that lead nowhere or back, and names the images among them", async () => {
    const folder = await folderWith({ "real/1.png": gray(5), "set/a/1.png": gray(6) });
    const set = join(folder, "set");
    await symlink(join(folder, "real"), join(set, "b"));
    await symlink("gone", join(set, "c"));
    await symlink("gone", join(set, "a", "notes.txt"));
    await symlink("..", join(set, "a", "up"));
    expect((await readImageFolder(set)).train.classes).toEqual(["a", "b"]);
    await symlink("gone", join(set, "a", "2.png"));
    expect(await formatError(/set\/a\/2\.png$/, readImageFolder(set))).toMatch(/cannot be read: it does not exist/);
    await symlink("2.jpg", join(set, "a", "2.jpg"));
    const { skipped, leftOut } = await readImageFolder(set, { onError: "skip" });
    expect([skipped!.length, leftOut]).toEqual([2, new Map([[".txt", 1]])]);
  });

  it.runIf(existsSync("/dev/zero"))("reads no device and waits for no pipe", async () => {
    const set = await folderWith({ "a/1.png": gray(1), "a/notes.txt": "" });
    await symlink("/dev/zero", join(set, "a", "zero.jpg"));
    execFileSync("mkfifo", [join(set, "a", "pipe.jpg"), join(set, "a", "pipe.txt")]);
    expect(await formatError(/a\/(zero|pipe)\.jpg$/, readImageFolder(set))).toMatch(
      /expected a file; it is a (pipe|device)/,
    );
    const { train, skipped } = await readImageFolder(set, { onError: "skip" });
    expect([train.labels.length, skipped!.length]).toEqual([1, 2]);
    await formatError(/pipe\.jpg$/, loadDataset(join(set, "a", "pipe.jpg")));
    await formatError(/zero$/, loadDataset("/dev/zero"));
  });

  it("refuses an entry too large for an image, without holding it", async () => {
    const large = await tar({ "a/1.png": gray(1), "a/2.png": new Uint8Array(2 ** 26 + 1) });
    const archive = gzipSync(large, { level: 1 });
    const path = join(await folderWith({ "set.tgz": archive }), "set.tgz");
    expect(await formatError(/a\/2\.png$/, readImageFolder(path))).toMatch(/at most 67108864 bytes; got 67108865/);
    expect((await readImageFolder(path, { onError: "skip" })).skipped).toHaveLength(1);
  });

  it("refuses an empty folder, an empty class folder in an archive, and what is not there", async () => {
    expect(await formatError("", readImageFolder(await folderWith({})))).toMatch(/holds no images.*found nothing/);
    const archive = await tar({ "cat/": "", "dog/": "", "./dog/1.png": gray(1) });
    const folder = await folderWith({ "set.tar": archive });
    expect(await formatError("set.tar", readImageFolder(join(folder, "set.tar")))).toMatch(/class folder "cat"/);
    expect(await formatError("gone", readImageFolder(join(folder, "gone")))).toMatch(
      /cannot be read: it does not exist/,
    );
  });

  it("refuses every truncation of an archive", async () => {
    const folder = await folderWith({});
    const plain = await tar({ "cat/1.png": gray(1), "dog/1.png": gray(2), "dog/2.png": gray(3) });
    const file = join(folder, "set.tar");
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(plain, gzipSync(plain)),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (bytes, share) => {
          // The last of the two blocks of zeros that end an archive is not missed.
          const length = bytes === plain ? plain.length - 1024 : bytes.length - 1;
          await writeFile(file, bytes.subarray(0, Math.floor(share * length)));
          await expect(readImageFolder(file)).rejects.toThrow(FormatError);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("refuses a damaged archive", async () => {
    const damaged = await tar({ "cat/1.png": gray(1), "dog/1.png": gray(2) });
    damaged.fill(0x55, 1024, 1300);
    const folder = await folderWith({ "set.tar": damaged });
    expect(await formatError("set.tar", readImageFolder(join(folder, "set.tar")))).toMatch(
      /is no tar archive that can be read/,
    );
  });
});
