import { evalViews } from "../data/index.ts";
import { recipePipeline } from "./pipeline.ts";
import { type PrepareOptions, prepareTraining, type TrainingData } from "./prepare.node.ts";
import type { Recipe } from "./recipes/recipe.ts";

/** Steps before their time counts: code is compiled, threads wake up. */
const warmUp = 3;
const secondsOfSteps = 5;
/** What every epoch takes besides its images: a checkpoint. */
const secondsOfSaving = 0.1;
/** A machine is not always as fast as in its first seconds. */
const reserve = 0.05;

/** How many epochs of a recipe fit into that many seconds on this device: by the time of its first steps, whose
 *  results are thrown away, and how long one takes. A forward pass counts as a third of a step. */
export async function epochsWithin(
  seconds: number,
  recipe: Recipe,
  data: TrainingData,
  options: PrepareOptions,
): Promise<{ readonly epochs: number; readonly epochSeconds: number }> {
  const began = performance.now();
  const steps = await timeSteps(recipe, data, options);
  const stepSeconds = steps.sort((a, b) => a - b)[steps.length >> 1];
  const views = evalViews(recipePipeline(recipe.pipeline, data.train.shape), recipe.views).length;
  const measured = (data.validation.labels.length * views) / 3;
  const epochSeconds = (stepSeconds / recipe.batch) * (data.train.labels.length + measured) + secondsOfSaving;
  const left = seconds - (performance.now() - began) / 1000;
  return { epochs: Math.max(0, Math.floor((left * (1 - reserve)) / epochSeconds)), epochSeconds };
}

async function timeSteps(recipe: Recipe, data: TrainingData, options: PrepareOptions): Promise<number[]> {
  const { progressive: _, ...pipeline } = recipe.pipeline;
  await using prepared = prepareTraining({ ...recipe, pipeline }, data, options);
  const times: number[] = [];
  let sum = 0;
  let last = performance.now();
  for await (const { event } of prepared.trainer.run()) {
    if (event === "layers") continue;
    if (event === "epoch") break;
    const now = performance.now();
    times.push((now - last) / 1000);
    if (times.length > warmUp) sum += times.at(-1)!;
    last = now;
    if (sum > secondsOfSteps) break;
  }
  return times.slice(Math.min(warmUp, times.length - 1));
}
