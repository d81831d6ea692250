import { noGrad } from "../core/autograd.ts";
import { scope } from "../core/scope.ts";
import type { Device } from "../devices/device.ts";
import type { Module } from "../nn/module.ts";
import { softmax } from "../ops/softmax.ts";
import { averageScores, type Views, viewBatches } from "./views.ts";

/** What a classifier says of one image. */
export interface Prediction {
  /** Where the image stands in its data set. */
  readonly index: number;
  readonly label: number;
  /** The class with the highest probability. */
  readonly predicted: number;
  /** One per class. */
  readonly probabilities: Float32Array;
}

/** Runs a classifier over images, in evaluation mode and without recording. Each module's mode is put back. */
export async function* predict(
  model: Module,
  source: Views,
  device: Device,
): AsyncGenerator<Prediction, void, undefined> {
  const modes = [...model.namedModules().values()].map((module) => [module, module.training] as const);
  model.eval();
  try {
    for await (const views of viewBatches(source)) {
      const { labels, indices } = views[0];
      const scores = scope(() => noGrad(() => softmax(averageScores(model, views, device), { axis: 1 })));
      const values = Float32Array.from(await scores.data());
      scores.dispose();
      const classes = values.length / labels.length;
      for (let i = 0; i < labels.length; i++) {
        const probabilities = values.subarray(i * classes, (i + 1) * classes);
        const predicted = probabilities.indexOf(Math.max(...probabilities));
        yield { index: indices[i], label: labels[i], predicted, probabilities };
      }
    }
  } finally {
    for (const [module, training] of modes) module.train(training);
  }
}

/** Counts by [label][predicted]. */
export function confusionMatrix(predictions: readonly Prediction[], classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const { label, predicted } of predictions) counts[label][predicted]++;
  return counts;
}

/** The images that a wrong class got the highest probability for. */
export function mostWrong(predictions: readonly Prediction[], count: number): Prediction[] {
  const confidence = ({ predicted, probabilities }: Prediction) => probabilities[predicted];
  return predictions
    .filter(({ label, predicted }) => label !== predicted)
    .sort((a, b) => confidence(b) - confidence(a) || a.index - b.index)
    .slice(0, count);
}
