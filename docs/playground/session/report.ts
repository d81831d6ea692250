import { version } from "../../../src/core/version.ts";
import type { Dataset } from "../../../src/data/dataset.ts";
import { type Prediction, predict } from "../../../src/train/predict.ts";
import { drawFilters, drawPredictions } from "../../../src/train/report/drawn.ts";
import { renderReport } from "../../../src/train/report/report.ts";
import type { TrainEvent } from "../../../src/train/train.ts";
import type { Choice } from "../protocol.ts";
import type { Training } from "./training.ts";

/** The page that `alexgrad train` writes of a run, of the weights as they are now. */
export async function reportOf(training: Training, choice: Choice, events: readonly TrainEvent[]): Promise<string> {
  const { recipe, images, input, seed, opened, options } = training;
  const { train, validation } = images;
  const { model, device } = options;
  const weights = await training.trainer.weights();
  const first = Object.values(weights).find(({ shape }) => shape.length === 4)!;
  const predictions: Prediction[] = [];
  for await (const prediction of predict(model, options.validation!, device)) predictions.push(prediction);
  const path = choice.data === "builtin" ? "builtin" : "images of a reader's own";
  return renderReport({
    name: choice.bug === null ? "Trained in a page" : `Trained in a page, with a bug: ${choice.bug}`,
    canResume: false,
    config: {
      version,
      recipe,
      stored: train.shape,
      input,
      classes: train.classes,
      seed,
      data: { path, limit: null, holdOut: null, onError: "skip", sha256: await checksum(train) },
      machine: { device: `${opened.place}, threads: ${opened.threads}` },
    },
    events,
    filters: drawFilters(first),
    ...drawPredictions(predictions, train.classes, validation),
  });
}

/** A page that did not come over https has no means of its own for that. */
async function checksum({ images, labels }: Dataset): Promise<string> {
  if (globalThis.crypto?.subtle === undefined) return "unknown";
  const content = await new Blob([images, labels] as BlobPart[]).arrayBuffer();
  const digest = await crypto.subtle.digest("SHA-256", content);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
