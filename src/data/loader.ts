import { describe } from "../core/describe.ts";
import { OptionError } from "../core/errors.ts";
import { boolean, callback, choice, kind, listOf, number } from "../core/kinds.ts";
import { checkArgument, checkInteger, checkOptions, type Kinds } from "../core/options.ts";
import { Rng } from "../core/rng.ts";
import { checkIndices, type Dataset, datasetKind, type ImageShape } from "./dataset.ts";
import { stepKind, type Transform, type TransformStep } from "./transforms/transform.ts";

/** Images for one step, and what they show. */
export interface Batch {
  /** n·c·h·w numbers, planar (NCHW). */
  readonly images: Float32Array;
  readonly shape: readonly [n: number, c: number, h: number, w: number];
  readonly labels: Uint16Array;
  /** Where in the data set each image stands. */
  readonly indices: Uint32Array;
}

/** Where batches come from: a `Loader`, or one that works ahead. */
export interface BatchSource {
  /** Images of a full batch, where there is such a number. */
  readonly batchSize?: number;
  /** Batches per epoch. */
  readonly length: number;
  /** The batches of one epoch, from number `from` on. */
  epoch(epoch?: number, from?: number): Iterable<Batch> | AsyncIterable<Batch>;
}

export const sourceKind = kind("a loader", (value): value is BatchSource => {
  return typeof value === "object" && value !== null && "length" in value && "epoch" in value;
});

/** "keep": it is a smaller one; "drop": its images are left out, other ones in each epoch where the order is shuffled;
 *  "merge": they join the batch before it. */
export const lastBatches = ["keep", "drop", "merge"] as const;
/** What becomes of a last batch that is not full: see `lastBatches`. */
export type LastBatch = (typeof lastBatches)[number];

/** How many batches a number of images makes. */
function countBatches(images: number, batchSize: number, lastBatch: LastBatch): number {
  const full = Math.floor(images / batchSize);
  if (lastBatch === "drop") return full;
  return lastBatch === "keep" || full === 0 ? Math.ceil(images / batchSize) : full;
}

/** How a data set is handed out. */
export interface LoaderOptions {
  /** Images of a batch, from 1 on. */
  readonly batchSize: number;
  /** Whether every epoch has an order of its own. Default: false, the order of the data set. */
  readonly shuffle?: boolean;
  /** What becomes of a last batch that is not full. Default: "keep". */
  readonly lastBatch?: LastBatch;
  /** The seed of the order and of the transforms. Default: 0. */
  readonly seed?: number;
  /** Applied in turn to pixels in [0, 1]. Default: none. */
  readonly transforms?: readonly Transform[];
}

export const loaderOptions: Kinds<LoaderOptions> = {
  batchSize: number,
  shuffle: boolean,
  lastBatch: choice(...lastBatches),
  seed: number,
  transforms: listOf(callback<Transform>()),
};

/** Hands out a data set in batches. What happens to an image depends on (seed, epoch, its index) alone: not on the batch
 *  size, the order, or what was drawn before.
 *
 *  @example
 *  ```ts
 *  import { builtin, channelStatistics, Loader, normalize, randomCrop, randomFlip } from "alexgrad/data";
 *
 *  const train = builtin({ count: 100 });
 *  const loader = new Loader(train, {
 *    batchSize: 64,
 *    shuffle: true,
 *    transforms: [normalize(channelStatistics(train)), randomCrop({ padding: 4 }), randomFlip()],
 *  });
 *  console.log(Array.from(loader.epoch(1), ({ shape }) => shape[0])); // [ 64, 36 ]
 *  ``` */
export class Loader implements BatchSource {
  /** Shape of one image after the transforms; where it changes from epoch to epoch, in the last one. */
  readonly shape: ImageShape;
  /** Batches per epoch. */
  readonly length: number;
  readonly #dataset: Dataset;
  /** Images of a full batch. */
  readonly batchSize: number;
  readonly #shuffle: boolean;
  readonly #lastBatch: LastBatch;
  readonly #rng: Rng;
  readonly #transforms: readonly Transform[];

  /** @param dataset stays as it is.
   *  @throws OptionError if the batch size is not a whole number ≥ 1, no batch comes out, or for an unknown option;
   *  ShapeError if a transform cannot take the images. */
  constructor(dataset: Dataset, options: LoaderOptions) {
    checkArgument("Loader", "dataset", dataset, datasetKind);
    checkOptions("Loader", options, loaderOptions);
    const { batchSize, shuffle = false, lastBatch = "keep", seed = 0, transforms = [] } = options;
    this.length = countBatches(dataset.labels.length, batchSize, lastBatch);
    if (!Number.isInteger(batchSize) || batchSize < 1 || this.length === 0) {
      throw new OptionError(
        `Loader: expected a batch size from 1 to the ${dataset.labels.length} images of ${dataset.name}; got ${describe(batchSize)}`,
      );
    }
    this.#dataset = dataset;
    this.batchSize = batchSize;
    this.#shuffle = shuffle;
    this.#lastBatch = lastBatch;
    this.#rng = new Rng(seed);
    this.#transforms = transforms;
    this.shape = this.#bind(Number.POSITIVE_INFINITY).shape;
  }

  /** The transforms of one epoch. */
  #bind(epoch: number): { readonly steps: readonly TransformStep[]; readonly shape: ImageShape } {
    const steps: TransformStep[] = [];
    let { shape } = this.#dataset;
    for (const transform of this.#transforms) {
      const step: unknown = transform(shape, epoch);
      checkArgument("Loader", "what a transform returns", step, stepKind);
      steps.push(step);
      shape = step.shape;
    }
    return { steps, shape };
  }

  /** All batches of one epoch.
   *  @param epoch keys the order and the transforms' random choices. Default: 0.
   *  @param from the first batch. Default: 0.
   *  @throws OptionError unless both are whole numbers ≥ 0; ShapeError if a transform cannot take the images. */
  *epoch(epoch = 0, from = 0): Generator<Batch, void, undefined> {
    for (const indices of this.batches(epoch, from)) yield this.build(epoch, indices);
  }

  /** Which images each batch of an epoch has. @throws OptionError unless both are whole numbers ≥ 0. */
  batches(epoch: number, from = 0): Uint32Array[] {
    checkInteger("Loader", "epoch", epoch, 0);
    checkInteger("Loader", "from", from, 0);
    const count = this.#dataset.labels.length;
    const order = this.#shuffle
      ? this.#rng.fork("shuffle", epoch).permutation(count)
      : Uint32Array.from({ length: count }, (_, i) => i);
    return Array.from({ length: Math.max(0, this.length - from) }, (_, i) => {
      const start = (from + i) * this.batchSize;
      const isMerged = this.#lastBatch === "merge" && from + i === this.length - 1;
      return order.slice(start, isMerged ? count : start + this.batchSize);
    });
  }

  /** One batch: these images, as this epoch transforms them.
   *  @throws OptionError unless `epoch` is a whole number ≥ 0; ShapeError unless each is the index of an image. */
  build(epoch: number, indices: Uint32Array): Batch {
    checkInteger("Loader.build", "epoch", epoch, 0);
    checkIndices("Loader.build", indices, this.#dataset);
    const { steps, shape } = this.#bind(epoch);
    const size = shape[0] * shape[1] * shape[2];
    const augmentation = this.#rng.fork("augmentation", epoch);
    const images = new Float32Array(indices.length * size);
    indices.forEach((index, i) => {
      images.set(this.#image(index, steps, augmentation.fork(index)), i * size);
    });
    return this.label(epoch, indices, images);
  }

  /** A batch of these images, whose pixels are there already. @throws ShapeError unless each is the index of an image. */
  label(epoch: number, indices: Uint32Array, images: Float32Array): Batch {
    checkIndices("Loader.label", indices, this.#dataset);
    const labels = Uint16Array.from(indices, (index) => this.#dataset.labels[index]);
    return { images, shape: [indices.length, ...this.#bind(epoch).shape], labels, indices };
  }

  #image(index: number, steps: readonly TransformStep[], rng: Rng): Float32Array {
    const [c, h, w] = this.#dataset.shape;
    const bytes = this.#dataset.images.subarray(index * c * h * w, (index + 1) * c * h * w);
    let pixels: Float32Array = new Float32Array(bytes.length);
    for (let i = 0; i < bytes.length; i++) pixels[i] = bytes[i] / 255;
    for (const step of steps) pixels = step.apply(pixels, rng);
    return pixels;
  }
}
