import { evalViews, type LastBatch, Loader, type TransformSpec } from "../data/index.ts";
import type { Module } from "../nn/module.ts";
import { lastBatchOf, type TrainingImages } from "../train/assemble.ts";
import { parameterGroups, recipeTable, type Task } from "../train/build.ts";
import { frozenPaths } from "../train/freeze.ts";
import { recipePipeline } from "../train/pipeline.ts";
import type { OptimizerChoice } from "../train/recipes/recipe.ts";
import type { RunConfig } from "../train/runConfig.ts";
import { filledSchedule } from "../train/schedule.ts";

/** What train_ddp.py reads as training.json: the recipe with everything filled in that it leaves to defaults. */
export interface TorchSettings {
  readonly seed: number;
  readonly images: { readonly shape: readonly number[]; readonly train: number; readonly validation: number };
  readonly transforms: readonly TransformSpec[];
  readonly views: readonly (readonly TransformSpec[])[];
  readonly batch: number;
  readonly lastBatch: LastBatch;
  readonly accumulate: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly lr: number;
  readonly optimizer: object;
  /** One for each rate and weight decay, with its parameters' names. */
  readonly groups: readonly {
    readonly params: readonly string[];
    readonly lrScale: number;
    readonly weightDecay: number;
  }[];
  /** The modules' paths. */
  readonly frozen: readonly string[];
  readonly schedule: object;
  readonly labelSmoothing: number;
  readonly clipNorm: number | null;
  readonly averaging: number | null;
  readonly patience: number | null;
}

/** @param model the recipe's, for the names of its parameters. */
export function torchSettings(config: RunConfig, images: TrainingImages, model: Module): TorchSettings {
  const { recipe, stored, input, classes, seed } = config;
  const { batch, accumulate, epochs, lr, labelSmoothing, clipNorm, averaging, patience } = recipe;
  const task: Task = { input, classes: classes.length };
  const { train, validation } = images;
  const pipeline = recipePipeline(recipe.pipeline, stored);
  const lastBatch = lastBatchOf(recipe, train);
  return {
    seed,
    images: { shape: stored, train: train.labels.length, validation: validation.labels.length },
    transforms: pipeline.train,
    views: evalViews(pipeline, recipe.views),
    batch,
    lastBatch,
    accumulate,
    epochs,
    stepsPerEpoch: new Loader(train, { batchSize: batch, lastBatch }).length,
    lr,
    optimizer: filledOptimizer(recipe.optimizer),
    groups: parameterGroups(recipe, task, model).map(({ names, ...settings }) => ({ params: names, ...settings })),
    frozen: frozenPaths(recipe.freeze ?? [], recipeTable(recipe, task)),
    schedule: filledSchedule(recipe.schedule, epochs),
    labelSmoothing,
    clipNorm,
    averaging,
    patience,
  };
}

function filledOptimizer(choice: OptimizerChoice): object {
  switch (choice.name) {
    case "sgd":
      return { momentum: 0.9, nesterov: false, rule: "torch", ...choice };
    case "adagrad":
      return { eps: 1e-10, initialAccumulator: 0, ...choice };
    case "adam":
    case "adamw":
      return { betas: [0.9, 0.999], ...choice };
    case "muon":
      return { momentum: 0.95, ...choice };
  }
}
