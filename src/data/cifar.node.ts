import { readdir } from "node:fs/promises";
import { FormatError } from "../core/errors.ts";
import { text } from "../core/kinds.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import { decodeText } from "../io/open.node.ts";
import { reading } from "../io/reading.node.ts";
import { allocateImages, checkImageCount, chooseImages, type Sample, sampleKinds } from "./allocate.ts";
import { type ByteReader, readFiles } from "./bytes.node.ts";
import type { Dataset, Parts } from "./dataset.ts";
import { folderSource } from "./folder.node.ts";
import type { Home } from "./home.ts";

const PIXELS = 3 * 32 * 32;
const RECORDS_AT_ONCE = 1000;
const MOST_NAME_BYTES = 2 ** 20;

/** One of the two published layouts. In both a record ends in the label and the pixels; CIFAR-100 has a coarse label before. */
interface Layout {
  readonly train: RegExp;
  readonly test: string;
  readonly names: string;
  readonly classes: number;
  readonly labelBytes: number;
}

const cifar10: Layout = {
  train: /^data_batch_[1-9]\.bin$/,
  test: "test_batch.bin",
  names: "batches.meta.txt",
  classes: 10,
  labelBytes: 1,
};

const cifar100: Layout = {
  train: /^train\.bin$/,
  test: "test.bin",
  names: "fine_label_names.txt",
  classes: 100,
  labelBytes: 2,
};

/** Whether a folder with these files is one for `readCifarHome`. */
export function isCifarHome(names: readonly string[]): boolean {
  return layoutOf(names) !== undefined;
}

/** Reads a folder of CIFAR's binary version, 32×32 RGB: CIFAR-10 (`data_batch_1.bin` and so on, `test_batch.bin`) or
 *  CIFAR-100 (`train.bin`, `test.bin`; the fine labels count). Class names come from `batches.meta.txt` or
 *  `fine_label_names.txt`; without that file they are numbers.
 *  @param folder its path.
 *  @param sample which images of each part are kept. Default: all.
 *  @returns the training images, and the test images if their file is there.
 *  @throws FormatError if a file is missing, cut off, or holds a label out of range; OptionError for an unknown option;
 *  ShapeError if `limit` is not a whole number ≥ 1.
 *
 *  @example
 *  ```ts
 *  import { readCifar } from "alexgrad/data";
 *
 *  const { train, test } = await readCifar("cifar-10-batches-bin", { limit: 1000 });
 *  console.log(train.shape, train.labels, test?.labels); // [ 3, 32, 32 ] Uint16Array(3) [ 3, 1, 4 ] Uint16Array(2) [ 1, 5 ]
 *  ``` */
export async function readCifar(folder: string, sample: Sample = {}): Promise<Parts> {
  checkArgument("readCifar", "folder", folder, text);
  checkOptions("readCifar", sample, sampleKinds);
  const names = (await reading(folder, readdir(folder))).sort();
  return readCifarHome({ name: folder, source: folderSource(folder), path: "", names }, sample);
}

/** Goes through the files twice, as the labels decide which images are kept: memory is taken for those alone. */
export async function readCifarHome(home: Home, sample: Sample): Promise<Parts> {
  const { name, source, path, names } = home;
  const layout = layoutOf(names);
  if (!layout) throw new FormatError(name, "expected CIFAR's data_batch_1.bin or train.bin");
  const batches = names.filter((file) => layout.train.test(file));
  if (layout === cifar10) {
    batches.forEach((file, i) => {
      const expected = `data_batch_${i + 1}.bin`;
      if (file !== expected) throw new FormatError(name, `${expected} is missing, but ${file} is there`);
    });
  }
  const classes = await readClassNames(home, layout);
  const hasTest = names.includes(layout.test);
  const trainFiles = batches.map((file) => path + file);
  const testFiles = hasTest ? [path + layout.test] : [];
  const files = [...trainFiles, ...testFiles];

  const labels = new Map(files.map((file) => [file, [] as number[]]));
  let count = 0;
  await readFiles(source, files, async (file, reader) => {
    const own = labels.get(file)!;
    await readRecords(reader, layout, (record) => {
      own.push(record.at(-PIXELS - 1)!);
      checkImageCount(name, ++count);
    });
  });
  const places = new Map<string, { first: number; kept: Uint32Array; images: Uint8Array }>();
  const makePart = (part: string, files: readonly string[]): Dataset => {
    const all = files.flatMap((file) => labels.get(file)!);
    const kept = chooseImages(all, sample);
    const images = allocateImages(`${name} ${part}`, kept.length, [3, 32, 32]);
    let first = 0;
    for (const file of files) {
      places.set(file, { first, kept, images });
      first += labels.get(file)!.length;
    }
    return {
      name: `${name} ${part}`,
      shape: [3, 32, 32],
      classes,
      images,
      labels: Uint16Array.from(kept, (i) => all[i]),
    };
  };
  const train = makePart("train", trainFiles);
  const test = hasTest ? makePart("test", testFiles) : null;
  await readFiles(source, files, async (file, reader) => {
    const { first, kept, images } = places.get(file)!;
    let index = first;
    let next = kept.findIndex((i) => i >= first);
    await readRecords(reader, layout, (record) => {
      if (index++ === kept[next]) images.set(record.subarray(-PIXELS), next++ * PIXELS);
    });
  });
  return { train, test };
}

function layoutOf(names: readonly string[]): Layout | undefined {
  return [cifar10, cifar100].find((layout) => names.some((name) => layout.train.test(name)));
}

async function readClassNames({ source, path, names }: Home, layout: Layout): Promise<string[]> {
  let classes = Array.from({ length: layout.classes }, (_, i) => String(i));
  if (!names.includes(layout.names)) return classes;
  await readFiles(source, [path + layout.names], async (_, reader) => {
    const text = decodeText(reader.file, await reader.upTo(MOST_NAME_BYTES));
    await reader.end(`${MOST_NAME_BYTES} bytes of class names`);
    classes = text.split(/\r?\n/).filter((line) => line.trim() !== "");
    if (classes.length !== layout.classes) {
      throw new FormatError(reader.file, `expected ${layout.classes} class names, one a line; got ${classes.length}`);
    }
  });
  return classes;
}

/** Hands over the file's records, whose labels are in range, one by one. */
async function readRecords(
  reader: ByteReader,
  { labelBytes, classes }: Layout,
  visit: (record: Uint8Array) => void,
): Promise<void> {
  const { file } = reader;
  const recordBytes = labelBytes + PIXELS;
  for (let offset = 0; ; ) {
    const block = await reader.upTo(RECORDS_AT_ONCE * recordBytes);
    if (block.length % recordBytes !== 0 || offset + block.length === 0) {
      throw new FormatError(file, `expected records of ${recordBytes} bytes; the file ends within one`, {
        offset: offset + block.length,
      });
    }
    if (block.length === 0) return;
    for (let at = 0; at < block.length; at += recordBytes) {
      const label = block[at + labelBytes - 1];
      if (label >= classes) {
        throw new FormatError(file, `expected a label from 0 to ${classes - 1}; got ${label}`, {
          offset: offset + at + labelBytes - 1,
        });
      }
      visit(block.subarray(at, at + recordBytes));
    }
    offset += block.length;
  }
}
