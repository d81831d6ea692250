/// <reference lib="esnext.disposable" preserve="true" />
import { createRequire } from "node:module";
import { listOf, number, record } from "../core/kinds.ts";
import { checkArgument, checkInteger, checkOptions, type Kind, type Kinds } from "../core/options.ts";
import { NodeThreads } from "../threads/threads.node.ts";
import { type Dataset, datasetKind, type ImageShape } from "./dataset.ts";
import { type Batch, type BatchSource, Loader, type LoaderOptions, loaderOptions } from "./loader.ts";
import type { PrefetchData, PrefetchResult, PrefetchTask } from "./prefetchWorker.node.ts";
import { checkStatistics, type Statistics } from "./statistics.ts";
import { makeTransform, type TransformSpec } from "./transforms/spec.ts";

const filename = createRequire(import.meta.url).resolve("#data-worker");

/** How a data set is handed out, and by how many threads. */
export interface PrefetchOptions extends Omit<LoaderOptions, "transforms"> {
  /** The transforms, applied in turn to pixels in [0, 1]. */
  readonly specs: readonly TransformSpec[];
  /** What they need to know of the training images: see `computeStatistics`. */
  readonly statistics: Statistics;
  /** How many threads build them. Default: 1. */
  readonly workers?: number;
  /** Batches that are built before they are asked for. Default: 4. */
  readonly ahead?: number;
}

const { transforms: _, ...inherited } = loaderOptions;
const prefetchOptions: Kinds<PrefetchOptions> = {
  ...inherited,
  specs: listOf(record as Kind<TransformSpec>),
  statistics: record as Kind<Statistics>,
  workers: number,
  ahead: number,
};

/** The batches of a `Loader`, bit for bit, built ahead of time in worker threads. A batch that a thread could not deliver
 *  is built on the spot. `close` ends the threads.
 *
 *  @example
 *  ```ts
 *  import { builtin, computeStatistics, PrefetchLoader } from "alexgrad/data";
 *
 *  const train = builtin({ count: 20 });
 *  const specs = [{ kind: "randomFlip" }] as const;
 *  await using loader = new PrefetchLoader(train, { batchSize: 20, specs, statistics: computeStatistics(train, specs) });
 *  for await (const { shape } of loader.epoch()) console.log(shape); // [ 20, 3, 32, 32 ]
 *  ``` */
export class PrefetchLoader implements BatchSource, AsyncDisposable {
  readonly #loader: Loader;
  readonly #threads: NodeThreads<PrefetchTask, PrefetchResult>;
  readonly #ahead: number;
  #stats = { images: 0, buildSeconds: 0, waitSeconds: 0, rebuilt: 0 };

  /** Starts the threads, which share a copy of the images.
   *  @param dataset stays as it is.
   *  @param prefetch how many images a batch has, what happens to them, and by how many threads.
   *  @throws OptionError or ShapeError where `Loader` and `makeTransform` do. */
  constructor(dataset: Dataset, prefetch: PrefetchOptions) {
    checkOptions("PrefetchLoader", prefetch, prefetchOptions);
    const { specs, statistics, workers = 1, ahead = 4, ...options } = prefetch;
    checkArgument("PrefetchLoader", "dataset", dataset, datasetKind);
    checkArgument("PrefetchLoader", "specs", specs, listOf(record));
    checkStatistics("PrefetchLoader", "statistics", statistics);
    checkInteger("PrefetchLoader", "workers", workers, 1);
    checkInteger("PrefetchLoader", "ahead", ahead, 0);
    const transforms = specs.map((spec) => makeTransform(spec, statistics));
    this.#loader = new Loader(dataset, { ...options, transforms });
    this.#ahead = ahead;
    const images = new Uint8Array(new SharedArrayBuffer(dataset.images.length));
    images.set(dataset.images);
    const workerData: PrefetchData = { dataset: { ...dataset, images }, options, specs, statistics };
    const who = ({ epoch }: PrefetchTask) => `PrefetchLoader: a batch of epoch ${epoch}`;
    this.#threads = new NodeThreads({ filename, workerData, count: workers, who });
  }

  /** Shape of one image after the transforms. */
  get shape(): ImageShape {
    return this.#loader.shape;
  }

  /** Images of a full batch. */
  get batchSize(): number {
    return this.#loader.batchSize;
  }

  /** Batches per epoch. */
  get length(): number {
    return this.#loader.length;
  }

  /** Since the start: images handed out, seconds that threads built them for and that the caller waited, and batches that
   *  were built on the spot. */
  get stats(): Readonly<{ images: number; buildSeconds: number; waitSeconds: number; rebuilt: number }> {
    return this.#stats;
  }

  /** The batches of one epoch, from number `from` on. @throws OptionError unless both are whole numbers ≥ 0; ThreadError once
   *  it is closed; ShapeError if a transform cannot take the images. */
  async *epoch(epoch = 0, from = 0): AsyncGenerator<Batch, void, undefined> {
    const batches = this.#loader.batches(epoch, from);
    const pending: Promise<PrefetchResult | null>[] = [];
    for (let i = 0; i < batches.length; i++) {
      while (pending.length <= this.#ahead && i + pending.length < batches.length) {
        const indices = batches[i + pending.length];
        pending.push(this.#threads.run({ epoch, indices }).catch(() => null));
      }
      const started = performance.now();
      const result = await pending.shift()!;
      this.#stats.waitSeconds += (performance.now() - started) / 1000;
      const indices = batches[i];
      this.#stats.images += indices.length;
      if (result === null) {
        this.#stats.rebuilt++;
        yield this.#loader.build(epoch, indices);
      } else {
        this.#stats.buildSeconds += result.milliseconds / 1000;
        yield this.#loader.label(epoch, indices, result.images);
      }
    }
  }

  /** Ends the threads. */
  close(): Promise<void> {
    return this.#threads.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
