import { channelStatistics, type Dataset } from "../../src/data/index.ts";
import type { TrainingData } from "../../src/train/index.node.ts";
import { findRecipe, type Recipe } from "../../src/train/index.ts";

/** Twelve pictures of 8×8. */
export const images: Dataset = {
  name: "torture",
  shape: [3, 8, 8],
  classes: ["a", "b"],
  images: Uint8Array.from({ length: 12 * 3 * 8 * 8 }, (_, i) => (i * i) % 251),
  labels: Uint16Array.from({ length: 12 }, (_, i) => i % 2),
};

export const trainingData: TrainingData = {
  train: images,
  validation: images,
  statistics: channelStatistics(images),
  sha256: "",
  skipped: [],
};

/** A network of 400 numbers with all that has a state of its own. */
export const recipe: Recipe = {
  ...findRecipe("default"),
  width: 0.05,
  norm: "batch",
  dropout: 0.5,
  pipeline: { name: "plain", crop: 1, flip: true },
  batch: 4,
  epochs: 3,
  schedule: { name: "plateau" },
  clipNorm: 1,
  averaging: 0.9,
};
