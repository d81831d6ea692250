import type { Name } from "../../optimizer/compute.ts";
import type { State } from "../../optimizer/state.ts";

export const optimizer = {
  title: "Optimizers",
  mode: "what is shown",
  modes: { paths: "five on one landscape", rules: "the paper's rule", adagrad: "Adagrad" } satisfies Record<
    State["mode"],
    string
  >,
  names: {
    paper: "SGD, the paper's rule",
    torch: "SGD, PyTorch's rule",
    adagrad: "Adagrad",
    adam: "Adam",
    muon: "Muon",
    rootless: "Adagrad without its root",
  } satisfies Record<Name, string>,
  land: "landscape",
  lands: { quadratic: "quadratic: (w₁²/8 + 2 w₂²) / 2", net: "small net: w₂ · tanh(w₁ x)" } satisfies Record<
    State["land"],
    string
  >,
  settings: "settings",
  rate: "rate",
  momentum: "momentum",
  decay: "weight decay",
  drop: "rate ÷ 10 after step",
  never: "never",
  scale: "loss ×",
  x: "start w₁",
  y: "start w₂",
  rootless: "without the root",
  map: (names: string) => `Contours of the loss, and the paths of ${names}`,
  axes: "w₁ to the right, w₂ up, both from −2 to 2; each contour is twice the one inside it",
  lossChart: "Loss, step by step",
  step: "step",
  sums: "The sums of squared gradients",
  sum: (i: number) => `s${["₁", "₂"][i]}`,
  rates: "By what the gradient is multiplied",
  ratesOf: (name: string, i: number) => `${name}, w${["₁", "₂"][i]}`,
  oneStep: (step: number) => `Step ${step} in numbers`,
  coordinate: "(w₁, w₂)",
  rule: {
    w: "w before",
    g: "gradient g",
    rate: "rate lr",
    before: "v before",
    after: "v after",
    moved: "w after − w before",
    paper: "v ← μ v − λ lr w − lr g; w ← w + v",
    torch: "v ← μ v + g + λ w; w ← w − lr v",
  },
  says: {
    paths: (step: number, all: string) => `Loss after ${step} ${step === 1 ? "step" : "steps"}: ${all}.`,
    same: (step: number) => `Step ${step}: both rules move w alike, as long as the rate has not changed.`,
    differ: (step: number) =>
      `Step ${step}: the rules part. The paper's velocity still has the old rate in it; PyTorch's is multiplied by the new one at once.`,
    adagrad: (step: number, from: string, to: string) =>
      `After ${step} ${step === 1 ? "step" : "steps"} the gradient of w₁ is multiplied by ${to}; after the first it was ${from}.`,
  },
};
