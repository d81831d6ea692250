import type { Parts } from "../../../src/data/dataset.ts";
import type { Choice, Event } from "../protocol.ts";
import { apart, samplesOf } from "./images.ts";
import type { Training } from "./training.ts";

export function dataEvent(of: Choice["data"], parts: Parts, skipped: readonly string[]): Event {
  // How many there are on either side is the same for every seed.
  const { train, validation } = apart(parts, 0);
  const counts = { train: train.labels.length, test: validation.labels.length };
  return { tell: "data", of, classes: train.classes, ...counts, samples: samplesOf(parts.train), skipped };
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
