import { OptionError } from "../core/errors.ts";
import { Rng } from "../core/rng.ts";
import { formatShape } from "../core/shape.ts";
import type { Dataset, ImageShape } from "../data/dataset.ts";
import { type BatchSource, type LastBatch, Loader, type LoaderOptions } from "../data/loader.ts";
import { evalViews } from "../data/pipelines.ts";
import type { Statistics } from "../data/statistics.ts";
import { makeTransform, type TransformSpec } from "../data/transforms/spec.ts";
import type { Device } from "../devices/device.ts";
import { trace } from "../models/trace.ts";
import { WeightAverage } from "../optim/weightAverage.ts";
import { headPath, layerNames, recipeModel, recipeOptimizer, recipeTable, type Task } from "./build.ts";
import { recipePipeline } from "./pipeline.ts";
import { loadPretrained, type Pretrained, trainedTensors } from "./pretrained.ts";
import type { Recipe } from "./recipes/recipe.ts";
import { makeSchedule } from "./schedule.ts";
import { Trainer } from "./train.ts";
import type { TrainOptions } from "./trainOptions.ts";

/** A training's images, and what its pipeline needs to know of them. */
export interface TrainingImages {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly statistics: Statistics;
}

/** How a recipe is made ready to run. */
export interface AssembleOptions {
  /** The seed of all that is random. */
  readonly seed: number;
  /** Where the network lies. */
  readonly device: Device;
  /** Every how many steps the layers' statistics are told. Default: 0, never. */
  readonly observeEvery?: number;
  /** Weights to begin with. Default: they are drawn. */
  readonly weights?: Pretrained | undefined;
  /** Whether the weights are left at zero, for a training whose state is loaded. Default: false. */
  readonly skipInit?: boolean;
}

/** Makes what hands out the images to train on. */
export type NewLoader = (
  dataset: Dataset,
  specs: readonly TransformSpec[],
  batches: LoaderOptions,
) => BatchSource & { readonly shape: ImageShape };

/** Network, optimizer, schedule and loaders of a recipe, ready to run: all that needs no file and no thread.
 *  @param newLoader Default: each batch is built when it is needed.
 *  @throws OptionError if something of the recipe does not go with the images; AlexgradError if given weights do not fit. */
export function assembleTraining(
  recipe: Recipe,
  { train, validation, statistics }: TrainingImages,
  { seed, device, observeEvery = 0, weights, skipInit = false }: AssembleOptions,
  newLoader: NewLoader = (dataset, specs, batches) =>
    new Loader(dataset, { ...batches, transforms: bind(specs, statistics) }),
) {
  const pipeline = recipePipeline(recipe.pipeline, train.shape);
  const { batch: batchSize, epochs } = recipe;
  const last = train.labels.length % batchSize || batchSize;
  const lastBatch = lastBatchOf(recipe, train);
  const loader = newLoader(train, pipeline.train, { batchSize, lastBatch, shuffle: true, seed });
  const measured = evalViews(pipeline, recipe.views).map((view) => {
    return new Loader(validation, { batchSize, transforms: bind(view, statistics) });
  });
  const input = measured[0].shape;
  if (loader.shape.join() !== input.join()) {
    throw new OptionError(
      `pipeline: expected images of one shape in training and where the network is measured; got ${formatShape(loader.shape)} and ${formatShape(input)}`,
    );
  }
  const task = { input, classes: train.classes.length };
  checkSizes(recipe, task);
  checkParts(recipe, task, lastBatch === "keep" ? last : Math.min(train.labels.length, batchSize));
  const rng = new Rng(seed);
  const model = recipeModel(recipe, task, { device, rng, skipInit: skipInit || weights !== undefined });
  const drawn = weights && loadPretrained(model, weights, headPath(recipe, task));
  const optimizer = recipeOptimizer(recipe, task, model);
  const schedule = makeSchedule(recipe.schedule, optimizer, { stepsPerEpoch: loader.length, epochs });
  const average = recipe.averaging === null ? null : new WeightAverage(trainedTensors(model), recipe.averaging);
  const trainOptions: TrainOptions = {
    model,
    optimizer,
    device,
    train: loader,
    validation: measured,
    epochs,
    rng,
    schedule,
    loss: { labelSmoothing: recipe.labelSmoothing, accumulate: recipe.accumulate },
    clipNorm: recipe.clipNorm,
    average,
    observeEvery,
    layerNames: layerNames(recipe, task),
  };
  return {
    input,
    /** What of given weights was missing or had other shapes, and was drawn; null where none were given. */
    drawn: drawn ?? null,
    options: trainOptions,
    trainer: new Trainer(trainOptions),
    /** Frees what is on the device. */
    dispose() {
      for (const each of [average, optimizer, model]) each?.dispose();
    },
  };
}

/** What becomes of a last batch that is not full. */
export function lastBatchOf({ lastBatch, batch }: Recipe, { labels }: Dataset): LastBatch {
  return lastBatch ?? (labels.length % batch === 1 ? "merge" : "keep");
}

const bind = (specs: readonly TransformSpec[], statistics: Statistics) =>
  specs.map((spec) => makeTransform(spec, statistics));

/** @throws OptionError if the network cannot take the sizes of all stages with the same weights. */
function checkSizes(recipe: Recipe, task: Task): void {
  const weightsAt = (input: ImageShape) => trace(recipeTable(recipe, { ...task, input })).map(({ weights }) => weights);
  for (const { size } of recipe.pipeline.progressive ?? []) {
    if (JSON.stringify(weightsAt([task.input[0], size, size])) === JSON.stringify(weightsAt(task.input))) continue;
    throw new OptionError(
      `progressive: expected a network for images of any size, with adaptive pooling; ${recipe.model} has other weights for ${size}×${size}`,
    );
  }
}

/** @throws OptionError if batch norm would have a single value of a channel to normalize over. */
function checkParts(recipe: Recipe, task: Task, smallestBatch: number): void {
  const { batch, accumulate } = recipe;
  const single = trace(recipeTable(recipe, task)).find(({ spec, input }) => {
    return spec.kind === "batchNorm" && input[1] === 1 && input[2] === 1;
  });
  if (single === undefined) return;
  const need = `two images at least, for ${single.name} to normalize over`;
  if (Math.floor(batch / accumulate) < 2) {
    throw new OptionError(`accumulate: expected parts of ${need}; got batches of ${batch} in ${accumulate} parts`);
  }
  if (smallestBatch < 2) throw new OptionError(`lastBatch: expected ${need}; got 1: drop or merge it`);
}
