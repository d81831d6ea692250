import { readdir } from "node:fs/promises";
import { FormatError } from "../core/errors.ts";
import { text } from "../core/kinds.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import { reading } from "../io/reading.node.ts";
import { allocateImages, checkImageCount, chooseImages, type Sample, sampleKinds } from "./allocate.ts";
import { type ByteReader, readFiles } from "./bytes.node.ts";
import type { Dataset, Parts } from "./dataset.ts";
import { folderSource } from "./folder.node.ts";
import type { Home } from "./home.ts";

/** The type code of unsigned bytes, the only element type of MNIST. */
const BYTES = 0x08;

/** MNIST's names, with the dot that some copies have before "idx", gzipped or not. */
const NAME = /^(train|t10k)-(images[-.]idx3|labels[-.]idx1)-ubyte(\.gz)?$/;

/** Their beginnings. */
type Part = "train" | "t10k";

/** Whether a folder with these files is one for `readIdxHome`. */
export function isIdxHome(names: readonly string[]): boolean {
  return names.some((name) => NAME.test(name));
}

/** Reads MNIST's files from a folder: `train-images-idx3-ubyte[.gz]`, `train-labels-idx1-ubyte[.gz]` and, if there,
 *  `t10k-…` as the test part. Images are gray, [1, h, w]; the classes are "0" up to the largest training label.
 *  @param folder its path.
 *  @param sample which images of each part are kept. Default: all.
 *  @returns the training images, and the test images if their files are there.
 *  @throws FormatError if a file is missing, damaged, cut off, too long, or does not go with the others; OptionError for an
 *  unknown option; ShapeError if `limit` is not a whole number ≥ 1.
 *
 *  @example
 *  ```ts
 *  import { readIdx } from "alexgrad/data";
 *
 *  const { train, test } = await readIdx("mnist");
 *  console.log(train.shape, train.labels, test); // [ 1, 28, 28 ] Uint16Array(2) [ 1, 0 ] null
 *  ``` */
export async function readIdx(folder: string, sample: Sample = {}): Promise<Parts> {
  checkArgument("readIdx", "folder", folder, text);
  checkOptions("readIdx", sample, sampleKinds);
  const names = (await reading(folder, readdir(folder))).sort();
  return readIdxHome({ name: folder, source: folderSource(folder), path: "", names }, sample);
}

export async function readIdxHome(home: Home, sample: Sample): Promise<Parts> {
  const { name, source, names } = home;
  const hasTest = isIdxHome(names.filter((file) => file.startsWith("t10k")));
  const parts: readonly Part[] = hasTest ? ["train", "t10k"] : ["train"];
  const files = parts.map((part) => ({
    images: findFile(home, part, "images"),
    labels: findFile(home, part, "labels"),
  }));
  const labels = new Map<string, Uint8Array>();
  await readFiles(
    source,
    files.map(({ labels }) => labels),
    async (file, reader) => {
      labels.set(file, await readLabels(reader));
    },
  );
  const largest = labels.get(files[0].labels)!.reduce((most, label) => Math.max(most, label), 0);
  const classes = Array.from({ length: largest + 1 }, (_, i) => String(i));
  const found = new Map<string, Dataset>();
  await readFiles(
    source,
    files.map(({ images }) => images),
    async (file, reader) => {
      const i = files.findIndex(({ images }) => images === file);
      const labeled = { file: source.locate(files[i].labels), labels: labels.get(files[i].labels)! };
      const part = { name: `${name} ${i === 0 ? "train" : "test"}`, classes };
      found.set(file, { ...part, ...(await readImages(reader, labeled, classes.length, sample)) });
    },
  );
  const [train, test = null] = files.map(({ images }) => found.get(images)!);
  if (test && test.shape.join() !== train!.shape.join()) {
    const [, h, w] = train!.shape;
    throw new FormatError(
      source.locate(files[1].images),
      `expected ${h}×${w} images as in training; got ${test.shape[1]}×${test.shape[2]}`,
    );
  }
  return { train: train!, test };
}

interface LabelFile {
  readonly file: string;
  readonly labels: Uint8Array;
}

function readImages(
  reader: ByteReader,
  { file, labels }: LabelFile,
  classes: number,
  sample: Sample,
): Promise<Pick<Dataset, "shape" | "images" | "labels">> {
  return readArray(reader, ["images", "rows", "columns"], async (dimensions, text) => {
    const [count, h, w] = dimensions as [number, number, number];
    if (count !== labels.length) {
      throw new FormatError(reader.file, `holds ${count} images, but ${file} holds ${labels.length} labels`);
    }
    const wrong = labels.find((label) => label >= classes);
    if (wrong !== undefined) {
      throw new FormatError(file, `expected labels from 0 to ${classes - 1} as in training; got ${wrong}`);
    }
    const kept = chooseImages(labels, sample);
    const images = allocateImages(reader.file, kept.length, [1, h, w]);
    let next = 0;
    await reader.records(count, h * w, text, (pixels, i) => {
      if (i === kept[next]) images.set(pixels, next++ * h * w);
    });
    return { shape: [1, h, w], images, labels: Uint16Array.from(kept, (i) => labels[i]) };
  });
}

function readLabels(reader: ByteReader): Promise<Uint8Array> {
  return readArray(reader, ["labels"], ([count = 0], text) => {
    checkImageCount(reader.file, count);
    return reader.exactly(count, text);
  });
}

/** Sorted, a plain file stands before its gzip, and is the quicker one to read. */
function findFile({ name, path, names }: Home, part: Part, what: "images" | "labels"): string {
  const file = names.find((candidate) => NAME.test(candidate) && candidate.startsWith(`${part}-${what}`));
  if (file === undefined) {
    throw new FormatError(name, `expected a file ${part}-${what}-idx${what === "images" ? 3 : 1}-ubyte, plain or .gz`);
  }
  return path + file;
}

/** One array of bytes: zero, zero, type code, rank, the dimensions as big-endian 32-bit words, then the elements, which
 *  `read` reads. */
async function readArray<Result>(
  reader: ByteReader,
  names: readonly string[],
  read: (dimensions: readonly number[], text: string) => Promise<Result>,
): Promise<Result> {
  const { file } = reader;
  const magic = await reader.exactly(4, "IDX header");
  const expected = [0, 0, BYTES, names.length];
  if (expected.some((byte, i) => byte !== magic[i])) {
    throw new FormatError(file, `expected the IDX magic ${expected.join(" ")}; got ${magic.join(" ")}`, { offset: 0 });
  }
  const header = new DataView((await reader.exactly(4 * names.length, "IDX dimensions")).buffer);
  const dimensions = names.map((_, i) => header.getUint32(4 * i));
  const text = dimensions.map((dimension, i) => `${dimension} ${names[i]}`).join(" × ");
  if (dimensions.includes(0)) throw new FormatError(file, `is empty: ${text}`, { offset: 4 });
  reader.expect(
    dimensions.reduce((product, dimension) => product * dimension),
    text,
  );
  const result = await read(dimensions, text);
  await reader.end(text);
  return result;
}
