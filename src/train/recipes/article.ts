import { defaults, type Recipe } from "./recipe.ts";

/** Rows 12 to 14 and 16 of the article's statements. It gives no rate, batch or number of epochs: Adagrad's usual 0.01. */
export const article: Recipe = {
  ...defaults,
  name: "article",
  description:
    "The article's: Glorot, Adagrad, dropout 0.5, its augmentation; --norm batch for its batch normalization.",
  dropout: 0.5,
  init: { weight: "glorot" },
  pipeline: { name: "article" },
  batch: 128,
  epochs: 30,
  optimizer: { name: "adagrad" },
  lr: 0.01,
  weightDecay: 0,
  schedule: { name: "constant" },
};
