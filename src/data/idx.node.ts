import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { FormatError } from "../core/errors.ts";
import { text } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import { reading } from "../io/reading.node.ts";
import { allocateImages, checkImageCount, chooseImages, type Sample } from "./allocate.ts";
import { ByteReader } from "./bytes.node.ts";
import type { Dataset, Parts } from "./dataset.ts";

/** The type code of unsigned bytes, the only element type of MNIST. */
const BYTES = 0x08;

/** MNIST's names, with the dot that some copies have before "idx", gzipped or not. */
const NAME = /^(train|t10k)-(images[-.]idx3|labels[-.]idx1)-ubyte(\.gz)?$/;

type Part = "train" | "t10k";

/** Whether a folder with these files is one for `readIdx`. */
export function isIdxFolder(names: readonly string[]): boolean {
  return names.some((name) => NAME.test(name));
}

/** Reads MNIST's files from a folder: `train-images-idx3-ubyte[.gz]`, `train-labels-idx1-ubyte[.gz]` and, if there,
 *  `t10k-…` as the test part. Images are grey, [1, h, w]; the classes are "0" up to the largest training label.
 *  @param sample which images of each part are kept; default all.
 *  @throws FormatError if a file is missing, damaged, cut off, too long, or does not go with the others. */
export async function readIdx(folder: string, sample: Sample = {}): Promise<Parts> {
  checkArgument("readIdx", "folder", folder, text);
  // Sorted, a plain file stands before its gzip, and is the quicker one to read.
  const names = (await reading(folder, readdir(folder))).sort();
  const files = (part: Part) => ({
    imageFile: findFile(folder, names, part, "images"),
    labelFile: findFile(folder, names, part, "labels"),
  });
  const train = await readPart(`${folder} train`, files("train"), sample);
  if (!isIdxFolder(names.filter((name) => name.startsWith("t10k")))) return { train, test: null };
  return { train, test: await readPart(`${folder} test`, files("t10k"), sample, train) };
}

interface Files {
  readonly imageFile: string;
  readonly labelFile: string;
}

function readPart(name: string, { imageFile, labelFile }: Files, sample: Sample, train?: Dataset): Promise<Dataset> {
  return readArray(imageFile, ["images", "rows", "columns"], async (reader, dimensions, text) => {
    const [count, h, w] = dimensions as [number, number, number];
    const labels = await readLabels(labelFile);
    if (count !== labels.length) {
      throw new FormatError(imageFile, `holds ${count} images, but ${labelFile} holds ${labels.length} labels`);
    }
    const largest = labels.reduce((most, label) => Math.max(most, label), 0);
    const classes = train?.classes ?? Array.from({ length: largest + 1 }, (_, i) => String(i));
    if (largest >= classes.length) {
      throw new FormatError(
        labelFile,
        `expected labels from 0 to ${classes.length - 1} as in training; got ${largest}`,
      );
    }
    if (train && (train.shape[1] !== h || train.shape[2] !== w)) {
      throw new FormatError(
        imageFile,
        `expected ${train.shape[1]}×${train.shape[2]} images as in training; got ${h}×${w}`,
      );
    }
    const kept = chooseImages(labels, sample);
    const images = allocateImages(imageFile, kept.length, [1, h, w]);
    let next = 0;
    await reader.records(count, h * w, text, (pixels, i) => {
      if (i === kept[next]) images.set(pixels, next++ * h * w);
    });
    return { name, shape: [1, h, w], classes, images, labels: Uint16Array.from(kept, (i) => labels[i]!) };
  });
}

function readLabels(file: string): Promise<Uint8Array> {
  return readArray(file, ["labels"], (reader, [count = 0], text) => {
    checkImageCount(file, count);
    return reader.exactly(count, text);
  });
}

function findFile(folder: string, names: readonly string[], part: Part, what: "images" | "labels"): string {
  const name = names.find((name) => NAME.test(name) && name.startsWith(`${part}-${what}`));
  if (name === undefined) {
    throw new FormatError(
      folder,
      `expected a file ${part}-${what}-idx${what === "images" ? 3 : 1}-ubyte, plain or .gz`,
    );
  }
  return join(folder, name);
}

/** One array of bytes: zero, zero, type code, rank, the dimensions as big-endian 32-bit words, then the elements, which
 *  `read` reads. */
async function readArray<Result>(
  file: string,
  names: readonly string[],
  read: (reader: ByteReader, dimensions: readonly number[], text: string) => Promise<Result>,
): Promise<Result> {
  return ByteReader.use(file, async (reader) => {
    const magic = await reader.exactly(4, "IDX header");
    const expected = [0, 0, BYTES, names.length];
    if (expected.some((byte, i) => byte !== magic[i])) {
      throw new FormatError(file, `expected the IDX magic ${expected.join(" ")}; got ${magic.join(" ")}`, {
        offset: 0,
      });
    }
    const header = new DataView((await reader.exactly(4 * names.length, "IDX dimensions")).buffer);
    const dimensions = names.map((_, i) => header.getUint32(4 * i));
    const text = dimensions.map((dimension, i) => `${dimension} ${names[i]}`).join(" × ");
    if (dimensions.includes(0)) throw new FormatError(file, `is empty: ${text}`, { offset: 4 });
    reader.expect(
      dimensions.reduce((product, dimension) => product * dimension),
      text,
    );
    const result = await read(reader, dimensions, text);
    await reader.end(text);
    return result;
  });
}
