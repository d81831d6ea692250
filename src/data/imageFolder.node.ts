import { stat } from "node:fs/promises";
import { FormatError } from "../core/errors.ts";
import { boolean, callback, choice, number, text } from "../core/kinds.ts";
import { checkArgument, checkOptions, type Kinds } from "../core/options.ts";
import { reading } from "../io/reading.node.ts";
import { allocateImages } from "./allocate.ts";
import { findClassFolders, type LabeledFile } from "./classFolders.ts";
import { balancedSample, type Dataset, type ImageShape, type Parts, type SkippedFile } from "./dataset.ts";
import type { DecodeOptions } from "./decode.ts";
import { decodeAhead } from "./decodeAhead.node.ts";
import type { FileSource } from "./fileSource.ts";
import { folderSource } from "./folder.node.ts";
import { tarSource } from "./tar.node.ts";

/** How image files are read. Without a size, images must be of one size. */
export interface LoadOptions extends DecodeOptions {
  /** At most this many images per part, as many of each class as can be; the others are not decoded. Default: all. */
  readonly limit?: number | undefined;
  /** Which images `limit` keeps. Default: 0. */
  readonly seed?: number | undefined;
  /** What happens at an image that cannot be read or decoded: "fail" ends, "skip" leaves it out and reports it in
   *  `Parts.skipped`. Default: "fail". */
  readonly onError?: "fail" | "skip" | undefined;
  /** Called after every image that is decoded, with how many there are. Default: nothing is called. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export const loadOptions: Kinds<LoadOptions> = {
  size: number,
  limit: number,
  seed: number,
  orient: boolean,
  onError: choice("fail", "skip"),
  onProgress: callback(),
};

/** Reads images (see `Decoder.decode`), RGB, from a folder or a tar archive (gzipped or not) with one folder per class:
 *  `<class>/<image>`, or `train/<class>/<image>` and `val/…` or `test/…`.
 *  @param path the folder or the archive.
 *  @returns the training images, [3, h, w] each, and the test images if they have a folder; what was left out, and why.
 *  @throws FormatError if the layout is another, a file is damaged, or the images differ in size and `size` is not given;
 *  OptionError for an unknown option; ShapeError if `limit` is not a whole number ≥ 1.
 *
 *  @example
 *  ```ts
 *  import { readImageFolder } from "alexgrad/data";
 *
 *  const { train } = await readImageFolder("photos", { size: 32 });
 *  console.log(train.shape, train.classes, train.labels); // [ 3, 32, 32 ] [ 'cats', 'dogs' ] Uint16Array(2) [ 0, 1 ]
 *  ``` */
export async function readImageFolder(path: string, options: LoadOptions = {}): Promise<Parts> {
  checkArgument("readImageFolder", "path", path, text);
  checkOptions("readImageFolder", options, loadOptions);
  const source = (await reading(path, stat(path))).isDirectory() ? folderSource(path) : tarSource(path);
  return readImages(path, source, await source.list(), options);
}

/** @param listing what `source` lists. */
export async function readImages(
  path: string,
  source: FileSource,
  listing: readonly string[],
  options: LoadOptions,
): Promise<Parts> {
  const found = findClassFolders(path, listing);
  const train = choose(found.train, options);
  const test = found.test && choose(found.test, options);
  const decoded = await decodeAll(path, source, [...train, ...(test ?? [])], options);
  const { shape, skipped, turned } = decoded;
  const [c, h, w] = shape;
  const size = c * h * w;
  const isKept = (_: unknown, i: number) => !skipped.has(i);
  const kept = { train: train.filter(isKept), test: test?.filter((_, i) => isKept(_, train.length + i)) };
  const filled = new Set(kept.train.map(({ label }) => label));
  const spoilt = train.find(({ label }) => !filled.has(label));
  if (spoilt !== undefined) {
    throw new FormatError(path, `none of the images of class "${found.classes[spoilt.label]}" can be decoded`);
  }
  const images = skipped.size === 0 ? decoded.images : withoutSkipped(decoded.images, size, skipped);
  const boundary = kept.train.length * size;
  const part = (name: string, files: readonly LabeledFile[], pixels: Uint8Array): Dataset => {
    const labels = Uint16Array.from(files, ({ label }) => label);
    return { name: `${path} ${name}`, shape, classes: found.classes, images: pixels, labels };
  };
  return {
    train: part("train", kept.train, images.subarray(0, boundary)),
    test: kept.test && kept.test.length > 0 ? part("test", kept.test, images.subarray(boundary)) : null,
    ...(skipped.size > 0 && { skipped: [...skipped.values()] }),
    ...(found.leftOut.size > 0 && { leftOut: found.leftOut }),
    ...(turned > 0 && { turned }),
  };
}

function choose(files: readonly LabeledFile[], { limit, seed = 0 }: LoadOptions): readonly LabeledFile[] {
  if (limit === undefined) return files;
  const labels = files.map(({ label }) => label);
  return Array.from(balancedSample(labels, limit, seed), (i) => files[i]);
}

/** The images of `files`, in that order, whatever the order in which they come. */
async function decodeAll(
  name: string,
  source: FileSource,
  files: readonly LabeledFile[],
  { size, orient, onError, onProgress }: LoadOptions,
): Promise<{ shape: ImageShape; images: Uint8Array; skipped: Map<number, SkippedFile>; turned: number }> {
  const slots = new Map(files.map(({ path }, i) => [path, i]));
  const missing = new Set(slots.keys());
  const skipped = new Map<number, SkippedFile>();
  let turned = 0;
  let first: { file: string; shape: ImageShape; images: Uint8Array } | undefined;
  for await (const { path, decoded } of decodeAhead(source.read(new Set(slots.keys())), { size, orient })) {
    const file = source.locate(path);
    missing.delete(path);
    if ("reason" in decoded) {
      if (onError !== "skip") throw new FormatError(file, decoded.reason);
      skipped.set(slots.get(path)!, { file, reason: decoded.reason });
      continue;
    }
    const { shape, pixels } = decoded;
    if (decoded.turned) turned += 1;
    first ??= { file, shape, images: allocateImages(name, slots.size, shape) };
    if (shape[1] !== first.shape[1] || shape[2] !== first.shape[2]) {
      const sizes = `${describe(first.shape)} in ${first.file}, ${describe(shape)} in ${file}`;
      throw new FormatError(name, `images differ in size: ${sizes}; give "size" to resize them`);
    }
    first.images.set(pixels, slots.get(path)! * pixels.length);
    onProgress?.(slots.size - missing.size, slots.size);
  }
  if (missing.size > 0) throw new FormatError(name, "changed while it was read");
  if (!first) throw new FormatError(name, "none of its images can be decoded");
  return { ...first, skipped, turned };
}

function withoutSkipped(images: Uint8Array, size: number, skipped: ReadonlyMap<number, unknown>): Uint8Array {
  const kept = new Uint8Array(images.length - skipped.size * size);
  let to = 0;
  for (let i = 0; i * size < images.length; i++) {
    if (skipped.has(i)) continue;
    kept.set(images.subarray(i * size, (i + 1) * size), to);
    to += size;
  }
  return kept;
}

function describe([, h, w]: ImageShape): string {
  return `${w}×${h} pixels`;
}
