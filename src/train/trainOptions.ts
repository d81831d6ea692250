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

/** What is trained, on what, and for how long. */
export interface TrainOptions {
  /** The network: [n, c, h, w] → scores [n, classes]. */
  readonly model: Module;
  /** Made of its parameters. */
  readonly optimizer: Optimizer<object>;
  /** Where the network lies. */
  readonly device: Device;
  /** The images to train on. */
  readonly train: BatchSource;
  /** The images to measure with after each epoch; null: none. */
  readonly validation: Views | null;
  /** How many times the images are gone through, ≥ 1. */
  readonly epochs: number;
  /** Dropout masks are functions of this stream's key and the step. */
  readonly rng: Rng;
  /** Changes the learning rate. Default: it stays as it is. */
  readonly schedule?: Schedule;
  /** How the loss is taken. Default: {}, plain cross-entropy of the whole batch. */
  readonly loss?: LossOptions;
  /** The largest norm of all gradients together: see `clipGradNorm`. Default: null, no limit. */
  readonly clipNorm?: number | null;
  /** Followed after each step, and measured instead of the model's own weights. Default: null. */
  readonly average?: WeightAverage | null;
  /** Every how many steps the layers' statistics are told, from the first step on. Default: 0, never. */
  readonly observeEvery?: number;
  /** What the statistics call the layers, by their modules' paths. Default: those paths. */
  readonly layerNames?: ReadonlyMap<string, string>;
}

const schedule = kind("a schedule, as makeSchedule returns it", (value): value is Schedule => {
  return record.accepts(value) && "afterStep" in value && "afterEpoch" in value && "state" in value && "load" in value;
});

export const trainOptions: Kinds<TrainOptions> = {
  model: moduleKind,
  optimizer: instanceOf("an optimizer", Optimizer),
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
