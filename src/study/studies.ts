import { defaults, type Recipe } from "../train/recipes/recipe.ts";
import type { Study } from "./study.ts";

/** What all variants of all studies share: a small AlexNet without dropout, augmentation, normalization or decay, SGD with
 *  momentum at one rate. */
export const base: Recipe = {
  ...defaults,
  name: "study",
  description: "A small AlexNet with one design choice changed.",
  norm: "none",
  dropout: 0,
  batch: 64,
  lr: 0.02,
  weightDecay: 0,
  schedule: { name: "one-cycle" },
};

/** 5,000 images and a net that learns them by heart: with batch normalization in few epochs. */
const wide = {
  images: 5000,
  validation: 2000,
  recipe: { width: 2, norm: "batch", lr: 0.03 },
} as const;

const wideWords =
  "5,000 images and alexnet-small at twice its width, with batch normalization, which learns them by heart in a few epochs";

/** What the plain net needs to learn something. */
const small = { images: 5000, validation: 2000, epochs: 12 } as const;

/** α = 10⁻⁴ is meant for pixels from 0 to 255. Those of the plain pipeline have a standard deviation of 1 in place of about
 *  63, activations that are smaller by that factor, and Σ a² by its square: with this α the layer acts as it is meant to. */
const scaledLrn = { norm: "local", lrn: { alpha: 0.4 } } as const;

export const studies: readonly Study[] = [
  {
    name: "dropout",
    question: "Does dropout prevent over-fitting?",
    claim: "Without it the net over-fits substantially; it needs about twice the iterations (2012, section 4.2).",
    condition: {
      ...wide,
      words: `${wideWords}: without dropout there is much to prevent. The epochs are twice what that takes, as dropout is said to need.`,
      epochs: 26,
      seeds: 3,
      overfits: "none",
    },
    minutes: 16,
    variants: { "p = 0.5": { dropout: 0.5 }, none: {} },
    measures: ["error", "gap"],
  },
  {
    name: "augmentation",
    question: "Do random crops and reflections prevent over-fitting?",
    claim: "Without crops and reflections the net over-fits substantially (2012, section 4.1).",
    condition: {
      ...wide,
      words: `${wideWords}: without other views of them there is much to prevent.`,
      epochs: 20,
      seeds: 4,
      overfits: "none",
    },
    minutes: 14,
    variants: { "crops and flips": { pipeline: { name: "plain", crop: 3, flip: true } }, none: {} },
    measures: ["error", "gap"],
  },
  {
    name: "lrn",
    question: "Does local response normalization lower the error?",
    claim: "It lowers the top-1 error by 1.4 %, and a four-layer CIFAR net's from 13 % to 11 % (2012, section 3.3).",
    condition: {
      words:
        "The four-layer net of the paper's section 3.3 (cuda-convnet's cifar-18pct, half its filters) with its rate and decay on raw pixels, 0 to 255 less the mean image, and the paper's n, α and β: on this scale α acts.",
      images: 5000,
      validation: 2000,
      epochs: 8,
      seeds: 4,
      recipe: {
        model: "cifar-18pct",
        width: 0.5,
        norm: "table",
        dropout: null,
        pipeline: { name: "raw" },
        batch: 32,
        optimizer: { name: "sgd", momentum: 0.9, rule: "paper" },
        lr: 0.001,
        weightDecay: 0.004,
        bias: { lrScale: 2, weightDecay: 0 },
        layerDecay: { fc10: 1 },
        schedule: { name: "step", milestones: [6], gamma: 0.1 },
      },
    },
    minutes: 6,
    variants: {
      lrn: { lrn: { size: 5, k: 1, alpha: 1e-4, beta: 0.75, divideAlpha: false, channels: "across" } },
      none: { norm: "none" },
    },
  },
  {
    name: "depth",
    question: "Does each middle convolution matter?",
    claim: "Removing any middle layer costs about 2 % of top-1 accuracy (2012, section 7).",
    condition: {
      ...wide,
      words: `${wideWords}, with crops and flips, so that what a layer adds is not spent on learning by heart.`,
      epochs: 8,
      seeds: 4,
      recipe: { ...wide.recipe, pipeline: { name: "plain", crop: 3, flip: true } },
    },
    minutes: 8,
    variants: { whole: {}, "without conv3": { without: ["conv3"] }, "without conv4": { without: ["conv4"] } },
  },
  {
    name: "pooling",
    question: "Do overlapping pooling windows lower the error?",
    claim:
      "3×3 in steps of 2 lowers the top-1 error by 0.4 % against 2×2 in steps of 2, and over-fits slightly less (2012, section 3.4).",
    condition: {
      ...wide,
      words: `${wideWords}: over-fitting is what overlapping windows are said to make harder.`,
      epochs: 13,
      seeds: 5,
      overfits: "disjoint",
    },
    minutes: 12,
    variants: { overlapping: { pooling: "overlapping" }, disjoint: { pooling: "disjoint" } },
    measures: ["error", "gap"],
  },
  {
    name: "relu",
    question: "Does ReLU train faster than tanh?",
    claim:
      "A four-layer net reaches 25 % training error on CIFAR-10 six times faster with ReLU than with tanh, each at the rate that is best for it, without regularization (2012, figure 1).",
    condition: {
      words:
        "A four-layer net (cifar-18pct without normalization, half its filters) without regularization, as 2012 had such nets: pixels from 0 to 255 less the mean image, and its own small weights to start from. Each activation at the rate of four that was best in eight epochs, trained on 2,500 images until 25 % training error.",
      images: 2500,
      validation: 500,
      epochs: 80,
      seeds: 3,
      recipe: {
        model: "cifar-18pct",
        width: 0.5,
        batch: 32,
        pipeline: { name: "raw" },
        schedule: { name: "constant" },
      },
    },
    minutes: 13,
    variants: { relu: { activation: "relu" }, tanh: { activation: "tanh" } },
    rates: [0.001, 0.003, 0.01, 0.03],
    rateEpochs: 8,
    untilTrainError: 0.25,
    measures: ["epochs"],
  },
  {
    name: "bn",
    question: "What does batch normalization change against local response normalization?",
    claim: "The article has batch normalization in AlexNet; the 2012 net has none.",
    condition: {
      ...small,
      words:
        "The same few epochs at the same rate for all, on 5,000 images, with the α of local response normalization scaled to pixels of deviation 1, so that it acts.",
      seeds: 5,
      recipe: {},
    },
    minutes: 10,
    variants: { "batch norm": { norm: "batch" }, lrn: scaledLrn, none: {} },
    expects: false,
  },
  {
    name: "init",
    question: "How much do the initial weights matter?",
    claim: "The paper draws from N(0, 0.01) with biases of 1; the article from Glorot's uniform distribution.",
    condition: {
      ...small,
      words:
        "Few epochs on 5,000 images, without any normalization that would make up for the scale of the weights: what they start from still shows.",
      seeds: 5,
      recipe: {},
    },
    minutes: 6,
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
    expects: false,
  },
  {
    name: "optimizer",
    question: "How do SGD with momentum, Adagrad, Adam and Muon compare?",
    claim: "The paper trains with SGD and momentum 0.9; the article with Adagrad.",
    condition: {
      ...small,
      words: "The same few epochs on 5,000 images for all, each at the best of five rates.",
      seeds: 4,
      recipe: {},
    },
    minutes: 8,
    variants: {
      sgd: {},
      adagrad: { optimizer: { name: "adagrad" } },
      adam: { optimizer: { name: "adam" } },
      muon: { optimizer: { name: "muon", momentum: 0.9 } },
    },
    rates: [0.001, 0.003, 0.01, 0.03, 0.1],
    expects: false,
  },
  {
    name: "lenet",
    question: "What does AlexNet gain on LeNet-5?",
    claim: "The article: larger kernels, dropout, augmentation and more layers in series.",
    condition: {
      ...small,
      words:
        "The same 5,000 images, epochs and rate for both, and nearly as many parameters: what differs is how the layers are laid out.",
      seeds: 5,
      recipe: {},
    },
    minutes: 6,
    variants: { alexnet: {}, lenet5: { model: "lenet5" } },
  },
];
