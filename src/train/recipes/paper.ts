import { defaults, type Recipe } from "./recipe.ts";

/** Krizhevsky, Sutskever & Hinton 2012, section 5. The rate was divided by hand "when the validation error rate stopped
 *  improving", three times in about 90 epochs. */
export const paper: Recipe = {
  ...defaults,
  name: "paper",
  description:
    "The 2012 paper's: SGD 0.9, decay 5e-4, N(0, 0.01), bias 1 in conv2, 4, 5 and hidden layers, lr / 10 on plateau.",
  dropout: 0.5,
  init: {
    weight: "paper",
    layers: { conv2: { bias: 1 }, conv4: { bias: 1 }, conv5: { bias: 1 }, fc6: { bias: 1 }, fc7: { bias: 1 } },
  },
  pipeline: { name: "paper" },
  batch: 128,
  epochs: 90,
  optimizer: { name: "sgd", momentum: 0.9, rule: "paper" },
  lr: 0.01,
  weightDecay: 5e-4,
  schedule: { name: "plateau", patience: 5, factor: 0.1 },
};
