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

export interface PrefetchOptions extends Omit<LoaderOptions, "transforms"> {
  readonly specs: readonly TransformSpec[];
  readonly statistics: Statistics;
  /** Threads. Default: 1. */
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
 *  is built on the spot. `close` ends the threads. */
export class PrefetchLoader implements BatchSource, AsyncDisposable {
  readonly #loader: Loader;
  readonly #threads: NodeThreads<PrefetchTask, PrefetchResult>;
  readonly #ahead: number;
  #stats = { images: 0, buildSeconds: 0, waitSeconds: 0, rebuilt: 0 };

  /** @throws as `Loader` and `makeTransform`. */
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

  get shape(): ImageShape {
    return this.#loader.shape;
  }

  get batchSize(): number {
    return this.#loader.batchSize;
  }

  get length(): number {
    return this.#loader.length;
  }

  /** Since the start: images handed out, seconds that threads built them for and that the caller waited, and batches that
   *  were built on the spot. */
  get stats(): Readonly<{ images: number; buildSeconds: number; waitSeconds: number; rebuilt: number }> {
    return this.#stats;
  }

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

  close(): Promise<void> {
    return this.#threads.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
