import { device, instanceOf, kind, listOf, nullable, number, record } from "../core/kinds.ts";
import type { Kinds } from "../core/options.ts";
import { rng } from "../core/tensorKinds.ts";
import { type Batch, sourceKind } from "../data/loader.ts";
import { moduleKind } from "../nn/module.ts";
import { Optimizer, WeightAverage } from "../optim/index.ts";
import type { Schedule } from "./schedule.ts";
import type { LossOptions } from "./step.ts";
import type { TrainOptions } from "./train.ts";
import type { Views } from "./views.ts";

export const viewsKind = kind("a loader or an array of them", (value): value is Views => {
  return sourceKind.accepts(value) || (listOf(sourceKind).accepts(value) && value.length > 0);
});

export const batchKind = kind("a batch { images, shape, labels, indices }", (value): value is Batch => {
  if (!record.accepts(value) || !("images" in value && "labels" in value && "indices" in value)) return false;
  const { images, labels, indices } = value;
  return images instanceof Float32Array && labels instanceof Uint16Array && indices instanceof Uint32Array;
});

export const lossOptions: Kinds<LossOptions> = { labelSmoothing: number, accumulate: number };

const schedule = kind("a schedule, as makeSchedule returns it", (value): value is Schedule => {
  return record.accepts(value) && "afterStep" in value && "afterEpoch" in value && "state" in value && "load" in value;
});

export const trainOptions: Kinds<TrainOptions> = {
  model: moduleKind,
  optimizer: instanceOf("an optimiser", Optimizer),
  device,
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
