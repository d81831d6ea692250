import { DivergenceError } from "../core/errors.ts";
import { computeStatistics, take } from "../data/index.ts";
import type { Trained } from "../study/runStudy.ts";
import type { Study } from "../study/study.ts";
import { recipePipeline } from "../train/pipeline.ts";
import { type PrepareOptions, prepareTraining, type TrainingData } from "../train/prepare.node.ts";
import type { Recipe } from "../train/recipes/index.ts";
import type { LayersEvent, StepEvent } from "../train/train.ts";

/** As many images as the condition has at most. */
export function chooseImages(data: TrainingData, { condition }: Study): TrainingData {
  const train = take(data.train, condition.images);
  return { ...data, train, validation: take(data.validation, condition.validation) };
}

/** The most steps between two measurements of the layers; short trainings have about twenty measurements. */
const mostStepsUnobserved = 100;

/** One training to its end, to `untilTrainError`, or to where its loss stopped being finite. */
export async function trainToEnd(
  recipe: Recipe,
  data: TrainingData,
  {
    untilTrainError = -1,
    ...options
  }: Pick<PrepareOptions, "seed" | "device"> & { untilTrainError?: number | undefined },
  onStep: (event: StepEvent) => void,
): Promise<Trained> {
  const steps = recipe.epochs * Math.ceil(data.train.labels.length / recipe.batch);
  const observeEvery = Math.min(mostStepsUnobserved, Math.max(1, Math.floor(steps / 20)));
  const pipeline = recipePipeline(recipe.pipeline, data.train.shape);
  const statistics = computeStatistics(data.train, [...pipeline.train, ...pipeline.eval]);
  await using prepared = prepareTraining(recipe, { ...data, statistics }, { ...options, observeEvery });
  const trainErrors: number[] = [];
  const validationErrors: number[] = [];
  const layers: LayersEvent[] = [];
  let loss: number | null = null;
  const ended = (failure: string | null) => ({ trainErrors, validationErrors, loss, layers, failure });
  try {
    for await (const event of prepared.trainer.run()) {
      if (event.event === "layers") layers.push(event);
      else if (event.event === "step") onStep(event);
      else {
        loss = event.trainLoss;
        trainErrors.push(errorOf(event.trainTop1));
        validationErrors.push(errorOf(event.validation!.top1));
        if (trainErrors.at(-1)! <= untilTrainError) break;
      }
    }
    return ended(null);
  } catch (error) {
    if (!(error instanceof DivergenceError)) throw error;
    return ended(error.message);
  }
}

/** In steps of a millionth, finer than any number of images. */
function errorOf(accuracy: number): number {
  return Number((1 - accuracy).toFixed(6));
}
