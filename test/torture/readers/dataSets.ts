import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Rng } from "../../../src/core/rng.ts";
import { type Dataset, type LoadOptions, loadDataset } from "../../../src/data/index.node.ts";
import { joinTar, type TarEntry } from "../formats/tar.ts";
import { bytesOf, type Content, digest, type Kind, type Mutant, type Tree } from "../kind.ts";
import { flipBit, mutateBytes, mutateList, mutateOne, pick, pickSize, randomBytes } from "../mutate.ts";
import { jpegs, mutateJpeg, mutatePng, pngs } from "./images.ts";

function idx(dimensions: readonly number[], rng: Rng): Uint8Array {
  const head = Buffer.alloc(4 + 4 * dimensions.length);
  head.set([0, 0, 8, dimensions.length]);
  for (const [i, size] of dimensions.entries()) head.writeUInt32BE(size, 4 + 4 * i);
  const count = dimensions.reduce((product, size) => product * size);
  return Buffer.concat([head, randomBytes(rng, count).map((byte) => byte % (dimensions.length === 1 ? 4 : 256))]);
}

const plainIdx = {
  "train-images-idx3-ubyte": idx([6, 5, 4], new Rng(1)),
  "train-labels-idx1-ubyte": idx([6], new Rng(2)),
  "t10k-images-idx3-ubyte": idx([2, 5, 4], new Rng(3)),
  "t10k-labels-idx1-ubyte": idx([2], new Rng(4)),
};

const packedIdx: Tree = Object.fromEntries(
  Object.entries(plainIdx).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]),
);

function mutateIdx(rng: Rng): Mutant {
  if (rng.int(3) > 0) return mutateFile(plainIdx, rng, rng.int(2) === 0 ? changeSize : mutateBytes);
  if (rng.int(2) === 0) return { ...mutateFile(packedIdx, rng, flipStreamBit), original: packedIdx };
  return mutateFile(packedIdx, rng, mutateGzip);
}

/** One of the sizes behind an IDX file's magic. */
function changeSize(bytes: Uint8Array, rng: Rng): Uint8Array {
  const changed = Buffer.from(bytes);
  changed.writeUInt32BE(pickSize(rng), 4 + 4 * rng.int(bytes[3]));
  return changed;
}

const gzipHeader = 10;

/** A bit of what a gzip's checksum guards. */
function flipStreamBit(bytes: Uint8Array, rng: Rng): Uint8Array {
  return Buffer.concat([bytes.subarray(0, gzipHeader), flipBit(bytes.subarray(gzipHeader), rng, bytes)]);
}

function mutateGzip(bytes: Uint8Array, rng: Rng): Uint8Array {
  switch (rng.int(4)) {
    case 0:
      return gzipSync(randomBytes(rng, rng.int(2000)));
    case 1:
      return Buffer.concat([bytes, pick(rng, [bytes, gzipSync(new Uint8Array(2 ** 20)), randomBytes(rng, 30)])]);
    default:
      return mutateBytes(bytes, rng);
  }
}

const cifar10: Tree = {
  "data_batch_1.bin": cifarRecords([[3], [0]]),
  "data_batch_2.bin": cifarRecords([[9]]),
  "test_batch.bin": cifarRecords([[1]]),
  "batches.meta.txt": `${Array.from({ length: 10 }, (_, i) => `class ${i}`).join("\n")}\n`,
};
const cifar100: Tree = { "train.bin": cifarRecords([[3, 99]]), "test.bin": cifarRecords([[0, 7]]) };

function cifarRecords(labels: readonly (readonly number[])[]): Uint8Array {
  return Buffer.concat(labels.map((record, i) => Buffer.concat([Buffer.from(record), Buffer.alloc(3072, i + 1)])));
}

/** A file of the tree changed, or now and then left out or under another's name. */
function mutateFile(tree: Tree, rng: Rng, change: (bytes: Uint8Array, rng: Rng) => Uint8Array): Mutant {
  const names = Object.keys(tree);
  const name = pick(rng, names);
  switch (rng.int(12)) {
    case 0:
      return { tree: Object.fromEntries(Object.entries(tree).filter(([other]) => other !== name)) };
    case 1:
      return { tree: { ...tree, [name]: tree[pick(rng, names)] } };
    default:
      return { tree: { ...tree, [name]: change(bytesOf(tree, name), rng) } };
  }
}

const pictures: Readonly<Record<string, Uint8Array>> = {
  "train/cat/1.png": pngs[4],
  "train/cat/2.jpg": jpegs[0],
  "train/dog/1.png": pngs[9],
  "train/dog/2.jpg": jpegs[4],
  "val/cat/1.jpg": jpegs[2],
  "val/dog/1.png": pngs[12],
};

/** Names and contents that stand in the way of a walk. */
const obstacles: readonly (readonly [string, Content])[] = [
  ["train/cat/loop", { link: ".." }],
  ["train/cat/dangling.txt", { link: "nowhere" }],
  ["train/cat/dangling.png", { link: "nowhere" }],
  ["train/cat/zero.jpg", { link: "/dev/zero" }],
  ["train/cat/pipe.jpg", { pipe: true }],
  ["train/cat/\u001b[31mred.png", pngs[0]],
  ["train/cat/\u001b[31mbroken.png", "no picture"],
  ["train/\u001b[2Jbird/1.png", "no picture"],
  ["train/cat/folder.png/1.png", pngs[0]],
  ["train/__proto__/1.png", pngs[0]],
  ["train/empty.png", ""],
  ["notes.txt", "text"],
];

function mutatePictures(rng: Rng): Tree {
  const [name, content] = pick(rng, obstacles);
  return rng.int(5) === 0 ? { ...pictures, [name]: content } : mutateFile(pictures, rng, mutatePicture).tree;
}

function mutatePicture(bytes: Uint8Array, rng: Rng): Uint8Array {
  if (rng.int(3) === 0) return mutateBytes(bytes, rng);
  return bytes[0] === 0xff ? mutateJpeg(rng) : mutatePng(rng);
}

export const archive = "images.tar";
const entries: readonly TarEntry[] = Object.entries(pictures).map(([name, content]) => ({ name, content }));
const whole = joinTar(entries);

function mutateTar(rng: Rng): Uint8Array {
  switch (rng.int(5)) {
    case 0:
      return mutateBytes(whole, rng);
    case 1:
      return joinTar(mutateList(entries, rng), rng.int(3));
    case 2:
      return joinTar(mutateOne(entries, rng, (entry) => ({ ...entry, content: mutatePicture(entry.content, rng) })));
    default:
      return joinTar(
        mutateOne(entries, rng, (entry) => changeHeader(entry, rng)),
        1 + rng.int(2),
      );
  }
}

function changeHeader(entry: TarEntry, rng: Rng): TarEntry {
  const base256 = Buffer.concat([Buffer.of(0x80, 0, 0, 0), randomBytes(rng, 8)]);
  const size = pick(rng, [base256, "77777777777", "00000000000", "-0000000001", "99999999999", "", "\xff\xff"]);
  const name = pick(rng, [
    "../../up/1.png",
    "/train/cat/1.png",
    "",
    "\u001b[31m/1.png",
    "__proto__/1.png",
    "x".repeat(100),
  ]);
  const pax = Buffer.from(
    pick(rng, ["30 path=train/cat/9.png\n", "99999 size=1\n", "26 size=9007199254740993\n", "x"]),
  );
  return pick<TarEntry>(rng, [
    { ...entry, size },
    { ...entry, name },
    {
      ...entry,
      type: pick(rng, ["1", "2", "3", "5", "6", "7", "L", "K", "S", "x", "g", "\0", "\xff"]),
      link: "/etc/passwd",
    },
    { name: "pax", type: pick(rng, ["x", "g"]), content: pax },
    { name: "long", type: "L", content: Buffer.from(`${"y/".repeat(rng.int(3000))}1.png\0`) },
    { name: "bomb", type: pick(rng, ["x", "g", "L"]), content: new Uint8Array(), size: "77777777777" },
  ]);
}

function mutateTarGz(rng: Rng): Mutant {
  const packed = gzipSync(whole);
  const only = (bytes: Uint8Array): Tree => ({ [archive]: bytes });
  if (rng.int(3) === 0) return { tree: only(flipStreamBit(packed, rng)), original: only(packed) };
  return { tree: only(rng.int(2) === 0 ? mutateGzip(packed, rng) : gzipSync(mutateTar(rng))) };
}

const published: readonly (readonly [folder: string, files: Tree])[] = [
  ["cifar-10-batches-bin/", cifar10],
  ["cifar-100-binary/", cifar100],
  ["MNIST/raw/", plainIdx],
  ["", packedIdx],
  ["cifar-10-batches-py/", { data_batch_1: "pickle", "batches.meta": "pickle" }],
];

function packPublished(folder: string, files: Tree): TarEntry[] {
  return Object.keys(files).map((name) => ({ name: folder + name, content: bytesOf(files, name) }));
}

/** One of their files damaged, or the archive around them. */
function mutatePublished(rng: Rng): Mutant {
  const [folder, files] = pick(rng, published);
  const only = (bytes: Uint8Array): Tree => ({ [archive]: bytes });
  const whole = packPublished(folder, files);
  switch (rng.int(4)) {
    case 0: {
      const packed = gzipSync(joinTar(whole));
      return { tree: only(flipStreamBit(packed, rng)), original: only(packed) };
    }
    case 1:
      return { tree: only(gzipSync(joinTar(mutateList(whole, rng)))) };
    case 2:
      return { tree: only(gzipSync(joinTar(mutateOne(whole, rng, (entry) => changeHeader(entry, rng))))) };
    default: {
      const change = files === packedIdx ? mutateGzip : mutateBytes;
      const entries = packPublished(folder, mutateFile(files, rng, change).tree);
      return { tree: only(gzipSync(joinTar(Array.from(rng.permutation(entries.length), (i) => entries[i])))) };
    }
  }
}

function dataSetKind(name: string, weight: number, mutate: Kind["mutate"], options: LoadOptions = {}): Kind {
  return {
    name,
    weight,
    mutate,
    async read(tree, place) {
      const folder = place();
      const path = archive in tree ? join(folder, archive) : folder;
      const { train, test, skipped = [] } = await loadDataset(path, options);
      const reasons = skipped.map(({ file, reason }) => file.slice(folder.length) + reason);
      return digest(...describe(train), ...(test ? describe(test) : []), ...reasons);
    },
  };
}

function describe({ shape, classes, images, labels }: Dataset): (Uint8Array | string)[] {
  return [JSON.stringify([shape, classes]), images, labels.join()];
}

const square = { size: 8 };
const skipping = { ...square, onError: "skip" } as const;

export const dataSets: readonly Kind[] = [
  dataSetKind("idx", 6, mutateIdx),
  dataSetKind("cifar", 3, (rng) => mutateFile(pick(rng, [cifar10, cifar100]), rng, mutateBytes)),
  dataSetKind("folder", 3, (rng) => ({ tree: mutatePictures(rng) }), square),
  dataSetKind("folder, skipping", 3, (rng) => ({ tree: mutatePictures(rng) }), skipping),
  dataSetKind("tar", 4, (rng) => ({ tree: { [archive]: mutateTar(rng) } }), square),
  dataSetKind("tar.gz", 4, mutateTarGz, skipping),
  dataSetKind("published tar.gz", 6, mutatePublished),
];
