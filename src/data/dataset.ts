import { describe } from "../core/describe.ts";
import { OptionError, ShapeError } from "../core/errors.ts";
import { instanceOf, kind, listOf, number, text } from "../core/kinds.ts";
import { checkArgument, checkInteger, checkOptions } from "../core/options.ts";
import { Rng } from "../core/rng.ts";

/** Channels, height, width of one image. */
export type ImageShape = readonly [c: number, h: number, w: number];

/** Labeled images held as bytes. */
export interface Dataset {
  readonly name: string;
  readonly shape: ImageShape;
  readonly classes: readonly string[];
  /** count × c·h·w bytes, planar (NCHW), 0…255. */
  readonly images: Uint8Array;
  /** One index into `classes` per image. */
  readonly labels: Uint16Array;
}

function isImageShape(value: unknown): value is ImageShape {
  return Array.isArray(value) && value.length === 3 && value.every((size) => Number.isSafeInteger(size) && size >= 1);
}

export const imageShape = kind("[c, h, w], whole numbers from 1 on", isImageShape);

export const datasetKind = kind("a data set, whose images fill its shape", (value): value is Dataset => {
  if (typeof value !== "object" || value === null || !("shape" in value && "images" in value && "labels" in value)) {
    return false;
  }
  const { shape, images, labels } = value;
  if (!isImageShape(shape) || !(images instanceof Uint8Array) || !(labels instanceof Uint16Array)) return false;
  if (!("name" in value && text.accepts(value.name) && "classes" in value)) return false;
  return listOf(text).accepts(value.classes) && images.length === labels.length * shape[0] * shape[1] * shape[2];
});

const indexList = instanceOf("a Uint32Array of indices", Uint32Array);

/** @throws ShapeError unless each is the index of an image. */
export function checkIndices(who: string, indices: Uint32Array, { labels }: Dataset): void {
  checkArgument(who, "indices", indices, indexList);
  const wrong = indices.find((index) => index >= labels.length);
  if (wrong !== undefined) throw new ShapeError(`${who}: expected indices below ${labels.length}; got ${wrong}`);
}

/** What is worth saying of how images were read. */
export interface ReadingNotes {
  /** Image files that were left out because they cannot be decoded. */
  readonly skipped?: readonly SkippedFile[];
  /** By the endings of their names, how many files of the class folders were left out because they are no images. */
  readonly leftOut?: ReadonlyMap<string, number>;
  /** How many images were turned or mirrored, as their cameras noted. */
  readonly turned?: number;
}

/** What a reader finds: images to train on and, where the source keeps some apart, images to measure with. */
export interface Parts extends ReadingNotes {
  readonly train: Dataset;
  readonly test: Dataset | null;
}

/** A file that was left out. */
export interface SkippedFile {
  readonly file: string;
  readonly reason: string;
}

/** What `split` holds out. */
export interface SplitOptions {
  /** Below 1 the share of images held out, from 1 on their number. */
  readonly validation: number;
  /** Decides which images. Default: 0. */
  readonly seed?: number;
}

/** The images at `indices`, in that order, as a data set of their own.
 *  @param dataset stays as it is.
 *  @param indices of its images; one may come several times.
 *  @returns copies of those images.
 *  @throws ShapeError unless each is the index of an image.
 *
 *  @example
 *  ```ts
 *  import { builtin, select } from "alexgrad/data";
 *
 *  const dataset = builtin({ count: 20 });
 *  console.log(select(dataset, Uint32Array.of(12, 3)).labels); // Uint16Array(2) [ 2, 3 ]
 *  ``` */
export function select(dataset: Dataset, indices: Uint32Array): Dataset {
  checkArgument("select", "dataset", dataset, datasetKind);
  checkIndices("select", indices, dataset);
  const [c, h, w] = dataset.shape;
  const size = c * h * w;
  const images = new Uint8Array(indices.length * size);
  indices.forEach((from, to) => {
    images.set(dataset.images.subarray(from * size, (from + 1) * size), to * size);
  });
  return { ...dataset, images, labels: Uint16Array.from(indices, (i) => dataset.labels[i]) };
}

/** Holds out a validation part in which every class has the share it has in the whole. The same seed gives the same split.
 *  @param dataset stays as it is.
 *  @returns both parts, as copies.
 *  @throws OptionError if a part would be empty, or for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { builtin, split } from "alexgrad/data";
 *
 *  const { train, validation } = split(builtin({ count: 200 }), { validation: 0.1 });
 *  console.log(train.labels.length, validation.labels.length); // 180 20
 *  ``` */
export function split(dataset: Dataset, options: SplitOptions): { train: Dataset; validation: Dataset } {
  checkArgument("split", "dataset", dataset, datasetKind);
  checkOptions("split", options, { validation: number, seed: number });
  const total = dataset.labels.length;
  const { validation, seed = 0 } = options;
  const count = validation < 1 ? Math.round(validation * total) : validation;
  if (!Number.isInteger(count) || count < 1 || count >= total) {
    throw new OptionError(
      `split: expected a share below 1 or a count that leaves images on both sides of ${total}; got ${describe(validation)}`,
    );
  }
  const heldOut = pick(dataset.labels, count, seed, (rank, classSize) => (rank + 0.5) / classSize);
  const isHeldOut = new Set(heldOut);
  const kept = Uint32Array.from({ length: total }, (_, i) => i).filter((i) => !isHeldOut.has(i));
  return { train: select(dataset, kept), validation: select(dataset, heldOut) };
}

/** Holds out the last `count` images of every class, in the order of the data set.
 *  @param dataset stays as it is.
 *  @param count images of each class, from 1 on.
 *  @returns both parts, as copies.
 *  @throws OptionError if a class has no more than that.
 *
 *  @example
 *  ```ts
 *  import { builtin, splitLast } from "alexgrad/data";
 *
 *  const { train, validation } = splitLast(builtin({ count: 200 }), 5);
 *  console.log(train.labels.length, validation.labels.length); // 150 50
 *  ``` */
export function splitLast(dataset: Dataset, count: number): { train: Dataset; validation: Dataset } {
  checkArgument("splitLast", "dataset", dataset, datasetKind);
  const left = new Map<number, number>();
  for (const label of dataset.labels) left.set(label, (left.get(label) ?? 0) + 1);
  for (const [label, size] of left) {
    if (!Number.isInteger(count) || count < 1 || count >= size) {
      throw new OptionError(
        `splitLast: expected a number of images from 1 to less than the ${size} of class ${dataset.classes[label]}; got ${describe(count)}`,
      );
    }
  }
  const kept: number[] = [];
  const heldOut: number[] = [];
  dataset.labels.forEach((label, i) => {
    const rank = left.get(label)!;
    left.set(label, rank - 1);
    (rank > count ? kept : heldOut).push(i);
  });
  return { train: select(dataset, Uint32Array.from(kept)), validation: select(dataset, Uint32Array.from(heldOut)) };
}

/** At most `count` images, the same number of every class as far as it has that many; the order stays.
 *  @param dataset stays as it is.
 *  @param count images, from 1 on.
 *  @param seed decides which ones. Default: 0.
 *  @returns copies of those images.
 *  @throws OptionError if `count` is not a whole number ≥ 1.
 *
 *  @example
 *  ```ts
 *  import { builtin, take } from "alexgrad/data";
 *
 *  console.log(take(builtin({ count: 200 }), 20).labels.length); // 20
 *  ``` */
export function take(dataset: Dataset, count: number, seed = 0): Dataset {
  checkArgument("take", "dataset", dataset, datasetKind);
  return select(dataset, balancedSample(dataset.labels, count, seed));
}

/** Indices, ascending, of the images that `take` keeps. */
export function balancedSample(labels: ArrayLike<number>, count: number, seed: number): Uint32Array {
  checkInteger("take", "count", count, 1);
  return pick(labels, count, seed, (rank) => rank);
}

/** The `count` images that come first by `key`, a function of an image's random rank within its class. */
function pick(
  labels: ArrayLike<number>,
  count: number,
  seed: number,
  key: (rank: number, classSize: number) => number,
): Uint32Array {
  const byClass = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const members = byClass.get(labels[i]);
    if (members) members.push(i);
    else byClass.set(labels[i], [i]);
  }
  const rng = new Rng(seed);
  const ranked: { key: number; tie: number; index: number }[] = [];
  for (const [label, members] of byClass) {
    const stream = rng.fork("pick", label);
    const ranks = stream.permutation(members.length);
    // Where there are more classes than images to pick, chance decides which classes are in.
    const tie = stream.uniform();
    members.forEach((index, i) => {
      ranked.push({ key: key(ranks[i], members.length), tie, index });
    });
  }
  ranked.sort((a, b) => a.key - b.key || a.tie - b.tie || a.index - b.index);
  return Uint32Array.from(ranked.slice(0, count), ({ index }) => index).sort();
}
