import type { Parts } from "../../../src/data/dataset.ts";
import type { Choice, Event } from "../protocol.ts";
import { apart, samplesOf } from "./images.ts";
import type { Training } from "./training.ts";

export function dataEvent(parts: Parts, seed: number, skipped: readonly string[]): Event {
  const { train, validation } = apart(parts, seed);
  const counts = { train: train.labels.length, test: validation.labels.length };
  return { tell: "data", classes: train.classes, ...counts, samples: samplesOf(parts.train), skipped };
}

export function readyEvent(choice: Choice, { options, images }: Training): Event {
  const { model, layerNames, epochs, train } = options;
  return {
    tell: "ready",
    choice,
    parameters: model.parameters().reduce((count, { size }) => count + size, 0),
    layers: [...layerNames!.values()],
    steps: epochs * train.length,
    classes: images.train.classes,
  };
}
