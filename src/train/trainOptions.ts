import { deviceKind } from "../core/deviceKind.ts";
import { instanceOf, kind, nullable, number, record } from "../core/kinds.ts";
import type { Kinds } from "../core/options.ts";
import type { Rng } from "../core/rng.ts";
import { rng } from "../core/tensorKinds.ts";
import { type BatchSource, sourceKind } from "../data/loader.ts";
import type { Device } from "../devices/device.ts";
import { type Module, moduleKind } from "../nn/module.ts";
import { Optimizer, WeightAverage } from "../optim/index.ts";
import type { Schedule } from "./schedule.ts";
import type { LossOptions } from "./step.ts";
import { type Views, viewsKind } from "./views.ts";

export interface TrainOptions {
  readonly model: Module;
  readonly optimizer: Optimizer<object>;
  readonly device: Device;
  readonly train: BatchSource;
  readonly validation: Views | null;
  readonly epochs: number;
  /** Dropout masks are functions of this stream's key and the step. */
  readonly rng: Rng;
  /** Default: the optimiser's rate stays. */
  readonly schedule?: Schedule;
  readonly loss?: LossOptions;
  /** See `clipGradNorm`. Default: null: gradients stay as they are. */
  readonly clipNorm?: number | null;
  /** Followed after each step, and measured instead of the model's own weights. Default: null. */
  readonly average?: WeightAverage | null;
  /** Tells the layers' statistics once in so many steps, the first among them. Default: 0: never. */
  readonly observeEvery?: number;
  /** What the statistics call the layers, by their modules' paths. Default: those paths. */
  readonly layerNames?: ReadonlyMap<string, string>;
}

const schedule = kind("a schedule, as makeSchedule returns it", (value): value is Schedule => {
  return record.accepts(value) && "afterStep" in value && "afterEpoch" in value && "state" in value && "load" in value;
});

export const trainOptions: Kinds<TrainOptions> = {
  model: moduleKind,
  optimizer: instanceOf("an optimiser", Optimizer),
  device: deviceKind,
  train: sourceKind,
  validation: nullable(viewsKind),
  epochs: number,
  rng,
  schedule,
  loss: record,
  clipNorm: nullable(number),
  average: nullable(instanceOf("a WeightAverage", WeightAverage)),
  observeEvery: number,
  layerNames: instanceOf("a Map of names by paths", Map<string, string>),
};
