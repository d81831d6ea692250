import { defaults, type Recipe } from "../train/recipes/recipe.ts";
import type { MeasureName } from "./measures.ts";

/** One question about AlexNet's design: the same training with and without one choice. */
export interface Study {
  readonly name: string;
  readonly question: string;
  /** What is claimed about it, and where. */
  readonly claim: string;
  /** What all its variants share, where that differs from `base`. Default: nothing. */
  readonly shared?: Partial<Recipe>;
  /** By name, the first with the choice as AlexNet has it: what differs from `base` and `shared`. */
  readonly variants: Readonly<Record<string, Partial<Recipe>>>;
  /** Learning rates that each variant chooses its own from, by `chooseRate`. Default: the recipe's rate for all. */
  readonly rates?: readonly number[];
  /** A training ends with the first epoch whose training error is this or less. Default: with the last epoch. */
  readonly untilTrainError?: number;
  /** What its question is answered by. Default: the validation error. */
  readonly measures?: readonly MeasureName[];
}

/** What all variants share: a small AlexNet, SGD with momentum at one rate, no augmentation. */
export const base: Recipe = {
  ...defaults,
  name: "study",
  description: "A small AlexNet with one design choice changed.",
  dropout: 0,
  batch: 128,
  lr: 0.02,
  schedule: { name: "one-cycle" },
};

/** α = 10⁻⁴ is meant for pixels from 0 to 255. The studies' have a standard deviation of 1 in place of about 63, activations
 *  that are smaller by that factor, and Σ a² by its square: with 10⁻⁴ d would be 1.0001 everywhere, with this it is as
 *  meant. */
const pixelLrn = { alpha: 0.4 };

export const studies: readonly Study[] = [
  {
    name: "relu",
    question: "Does ReLU train faster than tanh?",
    claim:
      "A four-layer net reaches 25 % training error on CIFAR-10 six times faster with ReLU than with tanh, each at the rate that is best for it, without regularization (2012, figure 1).",
    shared: {
      model: "cifar-18pct",
      norm: "none",
      init: { weight: "glorot" },
      weightDecay: 0,
      schedule: { name: "constant" },
    },
    variants: { relu: { activation: "relu" }, tanh: { activation: "tanh" } },
    rates: [0.003, 0.01, 0.03, 0.1, 0.3],
    untilTrainError: 0.25,
    measures: ["epochs"],
  },
  {
    name: "lrn",
    question: "Does local response normalization lower the error?",
    claim: "It lowers the top-1 error by 1.4 %, and a four-layer CIFAR net's from 13 % to 11 % (2012, section 3.3).",
    variants: {
      lrn: { norm: "local", lrn: pixelLrn },
      "α = 10⁻⁴": { norm: "local" },
      none: { norm: "none" },
    },
  },
  {
    name: "pooling",
    question: "Do overlapping pooling windows lower the error?",
    claim: "3×3 in steps of 2 lowers the top-1 error by 0.4 % against 2×2 in steps of 2 (2012, section 3.4).",
    variants: { overlapping: { pooling: "overlapping" }, disjoint: { pooling: "disjoint" } },
  },
  {
    name: "dropout",
    question: "Does dropout prevent over-fitting?",
    measures: ["gap", "error"],
    claim: "Without it the net over-fits substantially; it needs about twice the iterations (2012, section 4.2).",
    variants: { "p = 0.5": { dropout: 0.5 }, "p = 0.2": { dropout: 0.2 }, none: { dropout: 0 } },
  },
  {
    name: "augmentation",
    question: "Do random crops and reflections prevent over-fitting?",
    measures: ["gap", "error"],
    claim: "Without crops and reflections the net over-fits substantially (2012, section 4.1).",
    variants: {
      "crops and flips": { pipeline: { name: "plain", crop: 3, flip: true } },
      flips: { pipeline: { name: "plain", flip: true } },
      none: { pipeline: { name: "plain" } },
    },
  },
  {
    name: "bn",
    question: "What does batch normalization change against local response normalization?",
    claim: "The article has batch normalization in AlexNet; the 2012 net has none.",
    variants: { lrn: { norm: "local", lrn: pixelLrn }, "batch norm": { norm: "batch" }, none: { norm: "none" } },
  },
  {
    name: "init",
    question: "How much do the initial weights matter?",
    claim: "The paper draws from N(0, 0.01) with biases of 1; the article from Glorot's uniform distribution.",
    variants: {
      paper: {
        init: {
          weight: "paper",
          layers: { conv2: { bias: 1 }, conv4: { bias: 1 }, conv5: { bias: 1 }, fc6: { bias: 1 }, fc7: { bias: 1 } },
        },
      },
      glorot: { init: { weight: "glorot" } },
      he: { init: { weight: "he" } },
    },
  },
  {
    name: "optimizer",
    question: "How do SGD with momentum, Adagrad, Adam and Muon compare?",
    claim: "The paper trains with SGD and momentum 0.9; the article with Adagrad.",
    variants: {
      sgd: {},
      adagrad: { optimizer: { name: "adagrad" }, lr: 0.01, weightDecay: 0 },
      adam: { optimizer: { name: "adam" }, lr: 0.002, weightDecay: 0 },
      muon: { optimizer: { name: "muon", momentum: 0.9 }, lr: 0.05, weightDecay: 0.1 },
    },
  },
  {
    name: "lenet",
    question: "What does AlexNet gain on LeNet-5?",
    claim: "The article: larger kernels, dropout, augmentation and more layers in series.",
    variants: { alexnet: {}, lenet5: { model: "lenet5" } },
  },
  {
    name: "depth",
    question: "Does each middle convolution matter?",
    claim: "Removing any middle layer costs about 2 % of top-1 accuracy (2012, section 7).",
    variants: { whole: {}, "without conv3": { without: ["conv3"] }, "without conv4": { without: ["conv4"] } },
  },
];
