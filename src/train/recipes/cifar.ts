import { defaults, type Recipe } from "./recipe.ts";

/** What cuda-convnet's two nets share: pixels of 0 to 255 less the mean image, momentum 0.9, biases with twice the rate
 *  and no decay. */
const cudaConvnet: Recipe = {
  ...defaults,
  pipeline: { name: "raw" },
  batch: 128,
  optimizer: { name: "sgd", momentum: 0.9, rule: "paper" },
  lr: 0.001,
  weightDecay: 0.004,
  bias: { lrScale: 2, weightDecay: 0 },
};

/** layers-80sec.cfg and its parameters: ten epochs, the last two at a tenth of the rate. */
export const cifar26pct: Recipe = {
  ...cudaConvnet,
  name: "cifar-26pct",
  description: "26 % error on CIFAR-10 in 80 seconds of 2011, without augmentation (cuda-convnet, layers-80sec.cfg).",
  model: "cifar-26pct",
  epochs: 10,
  layerDecay: { fc64: 0.03, fc10: 0.03 },
  schedule: { name: "step", milestones: [8], gamma: 0.1 },
};

/** layers-18pct.cfg and its parameters: 120 epochs, ten more at a tenth of the rate, ten at a hundredth. */
export const cifar18pct: Recipe = {
  ...cudaConvnet,
  name: "cifar-18pct",
  description: "18 % error on CIFAR-10 in 20 minutes of 2011, without augmentation (cuda-convnet, layers-18pct.cfg).",
  model: "cifar-18pct",
  epochs: 140,
  layerDecay: { fc10: 1 },
  schedule: { name: "step", milestones: [120, 130], gamma: 0.1 },
};
