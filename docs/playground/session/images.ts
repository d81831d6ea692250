import { builtinAsync } from "../../../src/data/builtin.ts";
import { computeStatistics } from "../../../src/data/computeStatistics.ts";
import { type Dataset, type Parts, split } from "../../../src/data/dataset.ts";
import type { TrainingImages } from "../../../src/train/assemble.ts";
import { recipePipeline } from "../../../src/train/pipeline.ts";
import type { Recipe } from "../../../src/train/recipes/recipe.ts";
import type { Picture } from "../protocol.ts";
import { toPicture } from "./pictures.ts";

/** Share of a reader's images that is kept to measure with. */
const heldOut = 0.2;
/** The device with a bug computes in plain loops. */
const counts = { usual: { train: 2500, test: 500 }, slow: { train: 300, test: 100 } };

/** Drawn once. */
const drawn: Partial<Record<keyof typeof counts, Promise<Parts>>> = {};

export function builtinParts(speed: keyof typeof counts): Promise<Parts> {
  drawn[speed] ??= draw(counts[speed]);
  return drawn[speed];
}

async function draw({ train, test }: (typeof counts)["usual"]): Promise<Parts> {
  return {
    train: await builtinAsync({ count: train }),
    test: await builtinAsync({ count: test, part: "test" }),
  };
}

/** The images of a training, the same for the same seed. */
export function trainingImages(recipe: Recipe, parts: Parts, seed: number): TrainingImages {
  const { train, validation } = apart(parts, seed);
  const pipeline = recipePipeline(recipe.pipeline, train.shape);
  return { train, validation, statistics: computeStatistics(train, [...pipeline.train, ...pipeline.eval]) };
}

export function apart({ train, test }: Parts, seed: number): Pick<TrainingImages, "train" | "validation"> {
  if (test !== null) return { train, validation: test };
  return split(train, { validation: Math.max(1, Math.round(heldOut * train.labels.length)), seed });
}

/** One image of each class. */
export function samplesOf(dataset: Dataset): Picture[] {
  return dataset.classes.map((_, label) => imageOf(dataset, dataset.labels.indexOf(label)));
}

export function imageOf({ images, shape }: Dataset, index: number): Picture {
  const size = shape[0] * shape[1] * shape[2];
  return toPicture({ shape, pixels: images.subarray(index * size, (index + 1) * size) });
}
