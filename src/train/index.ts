export { recipeModel, recipeOptimizer, recipeTable, type Task } from "./build.ts";
export { type Evaluation, evaluate } from "./evaluate.ts";
export type { LayerStatistics } from "./layerStatistics.ts";
export { type LrFindOptions, lrFind, type RatePoint, suggestRate } from "./lrFind.ts";
export { findRecipe, type Recipe, recipeNames } from "./recipes/index.ts";
export { makeSchedule, type Schedule } from "./schedule.ts";
export { computeGradients, type LossOptions, type StepResult } from "./step.ts";
export {
  type EpochEvent,
  type LayersEvent,
  type StepEvent,
  type TrainEvent,
  Trainer,
  train,
} from "./train.ts";
export type { Position, TrainerState } from "./trainerState.ts";
export type { TrainOptions } from "./trainOptions.ts";
