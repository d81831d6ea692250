import { deviceKind } from "../core/deviceKind.ts";
import { AlexgradError, OptionError } from "../core/errors.ts";
import { boolean, kind, number, record, text } from "../core/kinds.ts";
import { checkArgument, checkInteger, checkOptions, checkRequired, type Kinds } from "../core/options.ts";
import { datasetKind } from "../data/dataset.ts";
import { loadDataset, PrefetchLoader } from "../data/index.node.ts";
import {
  computeStatistics,
  type Dataset,
  type Parts,
  type ReadingNotes,
  type Statistics,
  split,
  splitLast,
} from "../data/index.ts";
import { checkStatistics } from "../data/statistics.ts";
import { checkValue } from "../io/check.ts";
import { checksum } from "../io/checksum.node.ts";
import { type AssembleOptions, assembleTraining, type NewLoader } from "./assemble.ts";
import { recipePipeline } from "./pipeline.ts";
import type { Pretrained } from "./pretrained.ts";
import { recipeCheck } from "./recipes/read.ts";
import type { Recipe } from "./recipes/recipe.ts";
import { type DataConfig, dataCheck } from "./runConfig.ts";

/** Share of a data set that is held out where it has no part of its own to measure with. */
const heldOut = 0.1;

/** A training's images, and what its pipeline needs to know of them. */
export interface TrainingData extends ReadingNotes {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly statistics: Statistics;
  readonly sha256: string;
}

/** Reads a training's images and measures what its pipeline needs to know of them.
 *  @param recipe decides their size and the statistics.
 *  @param data where they are, and which are kept.
 *  @param seed decides by chance what `data` leaves open.
 *  @param onProgress called after every image that is decoded. Default: nothing is called.
 *  @returns images to train on and to measure with, and their statistics.
 *  @throws FormatError if they cannot be read; OptionError, ShapeError or AlexgradError if there are too few to hold some out.
 *
 *  @example
 *  ```ts
 *  import { findRecipe, prepareData } from "alexgrad/train";
 *
 *  const data = { path: "builtin", limit: 20, holdOut: null, onError: "fail" } as const;
 *  const { train, validation } = await prepareData(findRecipe("default"), data, 0);
 *  console.log(train.labels.length, validation.labels.length); // 20 20
 *  ``` */
export async function prepareData(
  recipe: Recipe,
  data: Omit<DataConfig, "sha256">,
  seed: number,
  onProgress?: (done: number, total: number) => void,
): Promise<TrainingData> {
  checkValue("prepareData", "recipe", recipe, recipeCheck);
  checkValue("prepareData", "data", data, dataCheck);
  const { path, limit, holdOut, onError, orient = true } = data;
  const {
    train: all,
    test,
    ...notes
  } = await loadDataset(path, {
    size: recipe.size ?? undefined,
    limit: limit ?? undefined,
    onError,
    orient,
    seed,
    onProgress,
  });
  const { train, validation } = splitParts({ train: all, test }, { holdOut, limit }, seed);
  const sha256 = checksum([train.images, train.labels]);
  const pipeline = recipePipeline(recipe.pipeline, train.shape);
  const statistics = computeStatistics(train, [...pipeline.train, ...pipeline.eval]);
  return { train, validation, statistics, sha256, ...notes };
}

function splitParts(parts: Parts, { holdOut, limit }: Pick<DataConfig, "holdOut" | "limit">, seed: number) {
  if (holdOut !== null) {
    try {
      return splitLast(parts.train, holdOut);
    } catch (cause) {
      if (!(cause instanceof OptionError) || limit === null) throw cause;
      throw new OptionError(`${cause.message}: there are no more of it with --limit ${limit}`, { cause });
    }
  }
  if (parts.test !== null) return { train: parts.train, validation: parts.test };
  const count = parts.train.labels.length;
  if (count < 2) {
    throw new AlexgradError(`${parts.train.name}: expected two images at least, one to measure with; got ${count}`);
  }
  return split(parts.train, { validation: Math.max(1, Math.round(heldOut * count)), seed });
}

/** How a recipe is made ready to run, and its batches built. */
export interface PrepareOptions extends AssembleOptions {
  /** Threads that build batches ahead of the steps; 0: each is built when it is needed. Default: 0. */
  readonly workers?: number;
}

const pretrained = kind("weights { tensors, source }", (value): value is Pretrained => {
  return record.accepts(value) && "tensors" in value && "source" in value && text.accepts(value.source);
});

const prepareOptions: Kinds<PrepareOptions> = {
  seed: number,
  device: deviceKind,
  observeEvery: number,
  workers: number,
  weights: pretrained,
  skipInit: boolean,
};

/** Network, optimizer, schedule and loaders of a recipe, ready to run.
 *  @param recipe such as `findRecipe` finds.
 *  @param data as `prepareData` reads it.
 *  @returns the trainer and what it is made of, to be disposed of at the end.
 *  @throws OptionError if something of the recipe does not go with the images; AlexgradError if given weights do not fit.
 *
 *  @example
 *  ```ts
 *  import { reference } from "alexgrad";
 *  import { findRecipe, prepareData, prepareTraining } from "alexgrad/train";
 *
 *  const recipe = findRecipe("default");
 *  const data = { path: "builtin", limit: 20, holdOut: null, onError: "fail" } as const;
 *  const images = await prepareData(recipe, data, 0);
 *  await using prepared = prepareTraining(recipe, images, { seed: 0, device: reference() });
 *  console.log(prepared.input, prepared.trainer.position.step); // [ 3, 32, 32 ] 0
 *  ``` */
export function prepareTraining(recipe: Recipe, data: TrainingData, options: PrepareOptions) {
  checkValue("prepareTraining", "recipe", recipe, recipeCheck);
  checkArgument("prepareTraining", "data", data, record);
  const { train, validation, statistics } = data;
  checkArgument("prepareTraining", "data.train", train, datasetKind);
  checkArgument("prepareTraining", "data.validation", validation, datasetKind);
  checkStatistics("prepareTraining", "data.statistics", statistics);
  checkOptions("prepareTraining", options, prepareOptions);
  checkRequired("prepareTraining", options, prepareOptions, "seed", "device");
  const { seed, device, observeEvery = 0, workers = 0, weights, skipInit = false } = options;
  checkInteger("prepareTraining", "workers", workers, 0);
  let ahead: PrefetchLoader | null = null;
  const newLoader: NewLoader | undefined =
    workers === 0
      ? undefined
      : (dataset, specs, batches) => {
          ahead = new PrefetchLoader(dataset, { ...batches, specs, statistics, workers });
          return ahead;
        };
  const assembled = assembleTraining(recipe, data, { seed, device, observeEvery, skipInit, weights }, newLoader);
  return {
    ...assembled,
    /** The share of these seconds that the steps waited for batches from threads. */
    waiting(seconds: number): number {
      return ahead === null ? 0 : ahead.stats.waitSeconds / seconds;
    },
    /** Ends the threads, and frees what is on the device. */
    async [Symbol.asyncDispose]() {
      await ahead?.close();
      assembled.dispose();
    },
  };
}
