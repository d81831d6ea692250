import type { State } from "../../batch-norm/state.ts";

export const batchNorm = {
  title: "Batch normalization",
  mode: "what is shown",
  modes: {
    forward: "forward",
    "by-x": "by x",
    "by-params": "by γ and β",
    running: "running statistics",
    second: "second order",
    probe: "probe",
    broken: "broken",
  } satisfies Record<State["mode"], string>,
  layer: "the layer",
  images: "images n",
  channels: "channels c",
  training: "training",
  momentum: "momentum",
  batches: "batches seen",
  source: "they were",
  sources: { same: "this one, again and again", drawn: "drawn anew each time" } satisfies Record<
    State["source"],
    string
  >,
  numbers: "numbers",
  batch: (shape: readonly number[]) => `[${shape.join(", ")}]: a row for each image`,
  from: (training: boolean) => (training ? "of this batch" : "running"),
  lines: "Each channel's points on a line, their mean and one standard deviation to either side; y below",
  band: (mean: string, variance: string) => `mean ${mean}, variance ${variance}`,
  parts: ["direct: x itself", "by the mean", "by the variance"],
  partsTitle: (c: number) => `∂x of channel ${c} and its three parts; their sums over the batch in the last row`,
  threeWays:
    "In training every x reaches every y of its channel: itself, through the mean, and through the variance. Each part is the gradient with the other two held fast. The direct part and the mean's cancel over the batch, and the variance's sums to 0 by itself: ∂x sums to 0.",
  oneWay: "In evaluation mean and variance are constants: x reaches its own y alone, and only the direct part is left.",
  runningSays: (source: State["source"], factor: string) =>
    source === "same"
      ? `The running variance goes to the unbiased variance, ${factor} times what the batch itself was divided by: n / (n − 1).`
      : `Each batch is drawn with the variance of the dashed line. The biased ones lie below it on average, by n / (n − 1) = ${factor}; what is kept is unbiased.`,
  secondSays:
    "S = Σ v·∂x. By ∂y each v_j is multiplied by J = ∂y_i/∂x_j, by x by H, the change of ∂x_i with x_j, and by γ by G, the change of ∂γ with x_j. H is not 0, since mean and variance are functions of x.",
  secondInEvaluation: "S = Σ v·∂x. In evaluation y is linear in x: ∂S/∂x is 0.",
  batchesSeen: "batches seen",
  varianceTitle: (c: number) => `Variance of channel ${c}`,
  meanTitle: (c: number) => `Mean of channel ${c}`,
  runningVar: "running variance",
  biased: "the batch's variance, biased",
  unbiased: "unbiased variance",
  runningMean: "running mean",
  batchMean: "the batch's mean",
  loss: "L = Σ ∂y·tanh(y)",
  says: {
    x: (name: string, value: string, mean: string, variance: string, training: boolean) =>
      training
        ? `${name} is ${value}: its channel has mean ${mean} and variance ${variance}, and all of its y move when it does.`
        : `${name} is ${value}: running mean ${mean} and variance ${variance} stay, and only its own y moves when it does.`,
    y: (name: string, value: string, mean: string, variance: string) =>
      `${name} is ${value}, with mean ${mean} and variance ${variance}.`,
    dx: (name: string, value: string, direct: string, mean: string, variance: string) =>
      `${name} is ${value}: ${direct} directly, ${mean} by the mean, ${variance} by the variance.`,
    other: (name: string, value: string) => `${name} is ${value}.`,
  },
};
