import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { FormatError } from "../core/errors.ts";
import { text } from "../core/kinds.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import { reading } from "../io/reading.node.ts";
import { allocateImages } from "./allocate.ts";
import { builtin } from "./builtin.ts";
import { ByteReader } from "./bytes.node.ts";
import type { Dataset, Parts } from "./dataset.ts";
import type { FileSource } from "./fileSource.ts";
import { folderSource } from "./folder.node.ts";
import { type LoadOptions, loadOptions, readImages } from "./imageFolder.node.ts";
import { findPublished } from "./published.node.ts";
import { fitSquare } from "./resize.ts";
import { isTar, tarSource } from "./tar.node.ts";

const BUILTIN_COUNT = { train: 5000, test: 1000 };

const ACCEPTED =
  "expected \"builtin\", or a folder or tar[.gz] of MNIST's IDX files (train-images-idx3-ubyte[.gz] …), of CIFAR's .bin " +
  "files, or of images, <class>/<image> or train/<class>/<image>";

/** Loads a data set of any kind that this library reads; which one is found out by looking.
 *  @param path a folder or archive of MNIST's, CIFAR's or image files; or "builtin".
 *  @param options.limit At most this many images per part. Default: all; of the built-in data set, which has no end, 5000,
 *  with 1000 to test.
 *  @returns images to train on, and those that the source keeps to measure with.
 *  @throws FormatError if the path does not exist, is nothing that can be read, or is damaged; OptionError for an unknown
 *  option; ShapeError if `limit` is not a whole number ≥ 1.
 *
 *  @example
 *  ```ts
 *  import { loadDataset } from "alexgrad/data";
 *
 *  const { train, test } = await loadDataset("builtin", { limit: 20, size: 16 });
 *  console.log(train.shape, train.labels.length, test?.labels.length); // [ 3, 16, 16 ] 20 20
 *  ``` */
export async function loadDataset(path: string, options: LoadOptions = {}): Promise<Parts> {
  checkArgument("loadDataset", "path", path, text);
  checkOptions("loadDataset", options, loadOptions);
  if (path === "builtin") return loadBuiltin(options);
  if (!existsSync(path)) throw new FormatError(path, `does not exist; ${ACCEPTED}`);
  const source = await openSource(path);
  const listing = await source.list();
  const readPublished = findPublished(path, source, listing);
  if (readPublished === null) return readImages(path, source, listing, options);
  return resizeParts(await readPublished(options), options);
}

async function openSource(path: string): Promise<FileSource> {
  if ((await reading(path, stat(path))).isDirectory()) return folderSource(path);
  const head = await ByteReader.use(path, (reader) => reader.upTo(512));
  if (isTar(head)) return tarSource(path);
  const found = Buffer.from(head.subarray(0, 8)).toString("hex");
  throw new FormatError(path, `is no data set (it starts with the bytes ${found}); ${ACCEPTED}`);
}

function loadBuiltin({ size, seed = 0, limit = BUILTIN_COUNT.train }: LoadOptions): Parts {
  const train = builtin({ count: limit, seed });
  const test = builtin({ count: Math.min(limit, BUILTIN_COUNT.test), seed, part: "test" });
  return resizeParts({ train, test }, { size });
}

function resizeParts({ train, test }: Parts, { size }: LoadOptions): Parts {
  if (size === undefined) return { train, test };
  return { train: resizeAll(train, size), test: test && resizeAll(test, size) };
}

function resizeAll(dataset: Dataset, size: number): Dataset {
  const [c, h, w] = dataset.shape;
  const images = allocateImages(dataset.name, dataset.labels.length, [c, size, size]);
  for (let i = 0; i < dataset.labels.length; i++) {
    const pixels = dataset.images.subarray(i * c * h * w, (i + 1) * c * h * w);
    images.set(fitSquare({ shape: dataset.shape, pixels }, size).pixels, i * c * size * size);
  }
  return { ...dataset, shape: [c, size, size], images };
}
