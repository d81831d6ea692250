import type { Dataset } from "../../../src/data/dataset.ts";
import { type Evaluation, rankOf } from "../../../src/train/evaluate.ts";
import { mean } from "../../../src/train/interval.ts";
import { mostWrong, type Prediction } from "../../../src/train/predict.ts";
import type { WrongImage } from "../protocol.ts";
import { imageOf } from "./images.ts";

const shownWrong = 12;
/** The least above zero that a float32 can be. */
const leastProbability = 2 ** -149;

/** What the predictions of a whole part amount to. */
export function evaluationOf(predictions: readonly Prediction[]): Evaluation {
  const ranks = predictions.map(({ label, probabilities }) => rankOf(probabilities, label));
  const within = (rank: number) => mean(ranks.map((each) => Number(each < rank)));
  const losses = predictions.map(
    ({ label, probabilities }) => -Math.log(Math.max(leastProbability, probabilities[label])),
  );
  return { count: predictions.length, loss: mean(losses), top1: within(1), top5: within(5) };
}

export function wrongImages(predictions: readonly Prediction[], images: Dataset): WrongImage[] {
  return mostWrong(predictions, shownWrong).map(({ index, label, predicted, probabilities }) => ({
    picture: imageOf(images, index),
    label: images.classes[label],
    guess: images.classes[predicted],
    probability: probabilities[predicted],
  }));
}
