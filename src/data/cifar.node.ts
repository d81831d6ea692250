import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { FormatError } from "../core/errors.ts";
import { text } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import { ByteReader, reading } from "./bytes.node.ts";
import type { Dataset, Parts } from "./dataset.ts";

const PIXELS = 3 * 32 * 32;
const RECORDS_AT_ONCE = 1000;

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
 *  @throws FormatError if a file is missing, cut off, or holds a label out of range. */
export async function readCifar(folder: string): Promise<Parts> {
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
    const blocks: Uint8Array[] = [];
    for (const file of files) blocks.push(...(await readRecords(join(folder, file), layout)));
    return { name: `${folder} ${part}`, shape: [3, 32, 32], classes, ...unpack(blocks, layout) };
  };
  const train = await readPart("train", batches);
  const test = names.includes(layout.test) ? await readPart("test", [layout.test]) : null;
  return { train, test };
}

function layoutOf(names: readonly string[]): Layout | undefined {
  return [cifar10, cifar100].find((layout) => names.some((name) => layout.train.test(name)));
}

async function readClassNames(folder: string, names: readonly string[], layout: Layout): Promise<string[]> {
  if (!names.includes(layout.names)) return Array.from({ length: layout.classes }, (_, i) => String(i));
  const file = join(folder, layout.names);
  const text = await reading(file, readFile(file, "utf8"));
  const classes = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (classes.length !== layout.classes) {
    throw new FormatError(file, `expected ${layout.classes} class names, one a line; got ${classes.length}`);
  }
  return classes;
}

function unpack(blocks: readonly Uint8Array[], { labelBytes }: Layout): Pick<Dataset, "images" | "labels"> {
  const recordBytes = labelBytes + PIXELS;
  const count = blocks.reduce((sum, block) => sum + block.length / recordBytes, 0);
  const images = new Uint8Array(count * PIXELS);
  const labels = new Uint16Array(count);
  let i = 0;
  for (const block of blocks) {
    for (let end = recordBytes; end <= block.length; end += recordBytes, i++) {
      labels[i] = block[end - PIXELS - 1]!;
      images.set(block.subarray(end - PIXELS, end), i * PIXELS);
    }
  }
  return { images, labels };
}

/** Blocks of whole records whose labels are in range. */
async function readRecords(file: string, { labelBytes, classes }: Layout): Promise<Uint8Array[]> {
  const recordBytes = labelBytes + PIXELS;
  return ByteReader.use(file, async (reader) => {
    const blocks: Uint8Array[] = [];
    for (let offset = 0; ; ) {
      const block = await reader.upTo(RECORDS_AT_ONCE * recordBytes);
      if (block.length % recordBytes !== 0 || offset + block.length === 0) {
        throw new FormatError(file, `expected records of ${recordBytes} bytes; the file ends within one`, {
          offset: offset + block.length,
        });
      }
      if (block.length === 0) return blocks;
      for (let at = labelBytes - 1; at < block.length; at += recordBytes) {
        if (block[at]! >= classes) {
          throw new FormatError(file, `expected a label from 0 to ${classes - 1}; got ${block[at]}`, {
            offset: offset + at,
          });
        }
      }
      blocks.push(block);
      offset += block.length;
    }
  });
}
