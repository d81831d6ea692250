import { move, transferableSymbol, valueSymbol, workerData } from "piscina";
import type { Dataset } from "./dataset.ts";
import { Loader, type LoaderOptions } from "./loader.ts";
import type { Statistics } from "./statistics.ts";
import { makeTransform, type TransformSpec } from "./transforms/spec.ts";

/** What a thread is made with. The images' bytes are shared. */
export interface PrefetchData {
  readonly dataset: Dataset;
  readonly options: Omit<LoaderOptions, "transforms">;
  readonly specs: readonly TransformSpec[];
  readonly statistics: Statistics;
}

export interface PrefetchTask {
  readonly epoch: number;
  readonly indices: Uint32Array;
}

export interface PrefetchResult {
  readonly images: Float32Array;
  /** That the batch took to build. */
  readonly milliseconds: number;
}

const { dataset, options, specs, statistics } = workerData as PrefetchData;
const transforms = specs.map((spec) => makeTransform(spec, statistics));
const loader = new Loader(dataset, { ...options, transforms });

/** What a thread of `PrefetchLoader` does. */
export default ({ epoch, indices }: PrefetchTask): unknown => {
  const started = performance.now();
  const { images } = loader.build(epoch, indices);
  const result: PrefetchResult = { images, milliseconds: performance.now() - started };
  return move({ [transferableSymbol]: [images.buffer as ArrayBuffer], [valueSymbol]: result });
};
