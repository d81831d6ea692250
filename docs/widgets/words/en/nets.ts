import type { LayerSpec } from "../../../../src/models/index.ts";
import type { Aspect } from "../../nets/rows.ts";
import type { State } from "../../nets/state.ts";

export const nets = {
  title: "Four AlexNets",
  view: "what is compared",
  views: {
    layers: "layers",
    start: "first weights",
    parameters: "parameters",
    macs: "multiplications",
    activations: "activations",
  } satisfies Record<State["view"], string>,
  article: "+ article, section 3",
  second: "+ article, section 5.1",
  input: "input",
  total: "total",
  behind: (name: string) => `after ${name}`,
  none: "none",
  noBias: "no bias",
  differs: "differs from the paper",
  legend: "≠: something else than in the first column, the paper's text. Select a cell to see why.",
  scaledInEvaluation: (by: number) => `×${by} in evaluation`,
  scaledInTraining: (by: number) => `×${by} in training`,
  kinds: {
    conv: "conv",
    linear: "fc",
    maxPool: "pool",
    avgPool: "pool",
    adaptiveAvgPool: "adaptive pool",
    localResponseNorm: "LRN",
    dropout: "dropout",
    batchNorm: "batch norm",
    relu: "ReLU",
    sigmoid: "sigmoid",
    tanh: "tanh",
    flatten: "flatten",
  } satisfies Record<LayerSpec["kind"], string>,
  why: {
    input: "224 is what the paper writes; its own windows then need rounding up, padding, or 227.",
    conv: "Counts of filters, padding, rounding and groups are where copies of this layer part.",
    linear: "Its input is another, so that its weights are.",
    order: "The paper's text normalizes and pools what the ReLU lets through; each of the others has its own order.",
    norm: "k and α are read in different ways: whether α is divided by the window decides by a factor of n.",
    within:
      "It is in the released code and in no text: it looks at the neighbors within the map, so that it widens what a unit sees.",
    pool: "Rounding up matters only where a remainder is left; other sizes come from what stands before.",
    drop: "In 2012 the outputs were halved in evaluation; today the kept ones are doubled in training. The expected value is the same.",
    bn: "Batch normalization is from 2015: only the article has it here.",
    start: "Text, code and copies start from other numbers; nothing of it changes what a trained network computes.",
    parameters: "Groups halve what a layer has; other filters and another input change the rest.",
    macs: "Each weight is used once for every pixel that comes out: groups, filters and map sizes decide.",
    activationBytes: "Filters and map sizes decide, and whether there is such a layer at all.",
  } satisfies Record<Aspect, string>,
  says: {
    none: (other: number, all: number) => `${other} of ${all} rows are not the same in all columns.`,
    first: (net: string, row: string, cell: string) => `${net}, ${row}: ${cell}.`,
    same: (net: string, row: string, cell: string) => `${net}, ${row}: ${cell}, as in the paper.`,
    other: (net: string, row: string, cell: string, paper: string) =>
      `${net}, ${row}: ${cell}; the paper's text: ${paper}.`,
  },
};
