import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { FormatError } from "../core/errors.ts";
import { text } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import { readText } from "../io/open.node.ts";
import { reading } from "../io/reading.node.ts";
import { allocateImages, checkImageCount, chooseImages, type Sample } from "./allocate.ts";
import { ByteReader } from "./bytes.node.ts";
import type { Dataset, Parts } from "./dataset.ts";

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

/** Whether a folder with these files is one for `readCifar`. */
export function isCifarFolder(names: readonly string[]): boolean {
  return layoutOf(names) !== undefined;
}

/** Reads a folder of CIFAR's binary version, 32×32 RGB: CIFAR-10 (`data_batch_1.bin` and so on, `test_batch.bin`) or
 *  CIFAR-100 (`train.bin`, `test.bin`; the fine labels count). Class names come from `batches.meta.txt` or
 *  `fine_label_names.txt`; without that file they are numbers.
 *  @param sample which images of each part are kept; default all.
 *  @throws FormatError if a file is missing, cut off, or holds a label out of range. */
export async function readCifar(folder: string, sample: Sample = {}): Promise<Parts> {
  checkArgument("readCifar", "folder", folder, text);
  const names = (await reading(folder, readdir(folder))).sort();
  const layout = layoutOf(names);
  if (!layout) throw new FormatError(folder, "expected CIFAR's data_batch_1.bin or train.bin");
  const batches = names.filter((name) => layout.train.test(name));
  if (layout === cifar10) {
    batches.forEach((name, i) => {
      const expected = `data_batch_${i + 1}.bin`;
      if (name !== expected) throw new FormatError(folder, `${expected} is missing, but ${name} is there`);
    });
  }
  const classes = await readClassNames(folder, names, layout);
  const readPart = async (part: string, files: readonly string[]): Promise<Dataset> => {
    const name = `${folder} ${part}`;
    const paths = files.map((file) => join(folder, file));
    return { name, shape: [3, 32, 32], classes, ...(await readImages(name, paths, layout, sample)) };
  };
  const train = await readPart("train", batches);
  const test = names.includes(layout.test) ? await readPart("test", [layout.test]) : null;
  return { train, test };
}

/** Goes through the files twice, as the labels decide which images are kept: memory is taken for those alone. */
async function readImages(
  name: string,
  files: readonly string[],
  layout: Layout,
  sample: Sample,
): Promise<Pick<Dataset, "images" | "labels">> {
  const all: number[] = [];
  const visitAll = async (visit: (record: Uint8Array) => void) => {
    for (const file of files) await readRecords(file, layout, visit);
  };
  await visitAll((record) => {
    all.push(record.at(-PIXELS - 1)!);
    checkImageCount(name, all.length);
  });
  const kept = chooseImages(all, sample);
  const images = allocateImages(name, kept.length, [3, 32, 32]);
  let next = 0;
  let index = 0;
  await visitAll((record) => {
    if (index++ === kept[next]) images.set(record.subarray(-PIXELS), next++ * PIXELS);
  });
  return { images, labels: Uint16Array.from(kept, (i) => all[i]!) };
}

function layoutOf(names: readonly string[]): Layout | undefined {
  return [cifar10, cifar100].find((layout) => names.some((name) => layout.train.test(name)));
}

async function readClassNames(folder: string, names: readonly string[], layout: Layout): Promise<string[]> {
  if (!names.includes(layout.names)) return Array.from({ length: layout.classes }, (_, i) => String(i));
  const file = join(folder, layout.names);
  const text = await readText(file, MOST_NAME_BYTES, { followLink: true });
  const classes = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (classes.length !== layout.classes) {
    throw new FormatError(file, `expected ${layout.classes} class names, one a line; got ${classes.length}`);
  }
  return classes;
}

/** Hands over the file's records, whose labels are in range, one by one. */
async function readRecords(
  file: string,
  { labelBytes, classes }: Layout,
  visit: (record: Uint8Array) => void,
): Promise<void> {
  const recordBytes = labelBytes + PIXELS;
  await ByteReader.use(file, async (reader) => {
    for (let offset = 0; ; ) {
      const block = await reader.upTo(RECORDS_AT_ONCE * recordBytes);
      if (block.length % recordBytes !== 0 || offset + block.length === 0) {
        throw new FormatError(file, `expected records of ${recordBytes} bytes; the file ends within one`, {
          offset: offset + block.length,
        });
      }
      if (block.length === 0) return;
      for (let at = 0; at < block.length; at += recordBytes) {
        const label = block[at + labelBytes - 1]!;
        if (label >= classes) {
          throw new FormatError(file, `expected a label from 0 to ${classes - 1}; got ${label}`, {
            offset: offset + at + labelBytes - 1,
          });
        }
        visit(block.subarray(at, at + recordBytes));
      }
      offset += block.length;
    }
  });
}
