import type { State } from "../../initializer/state.ts";

export const initializer = {
  title: "Initializers",
  mode: "what is shown",
  modes: { layers: "ten layers", fans: "fans of a convolution" } satisfies Record<State["mode"], string>,
  init: "weights from",
  inits: {
    glorotUniform: "glorotUniform, any k",
    glorotNormal: "glorotNormal",
    heUniform: "heUniform",
    heNormal: "heNormal",
    fanInUniform: "fanInUniform (PyTorch's default)",
    gaussian: "gaussian, any σ",
  } satisfies Record<State["init"], string>,
  activation: "activation",
  activations: { tanh: "tanh", linear: "none", relu: "ReLU", sigmoid: "sigmoid" } satisfies Record<
    State["activation"],
    string
  >,
  settings: "settings",
  k: "k",
  sigma: "σ",
  bias: "bias",
  even: "units of even layers",
  odd: "units of odd layers",
  seed: "seed",
  c: "channels",
  filters: "filters",
  kernel: "kernel",
  groups: "groups",
  forward: "Var z, what goes into the activation",
  backward: "Var ∂z, its gradient",
  layer: "layer",
  chart: "Variance, layer by layer",
  aboveChart: "Share of z above 0: what a ReLU lets through",
  above: "z > 0",
  written: "What the first layer's weights are drawn from",
  writtenFans: "What this layer's weights are drawn from",
  factors: "what a layer without activation multiplies the variance by",
  onTheWay: "on the way forward: fanIn · Var w",
  onTheWayBack: "on the way back: fanOut · Var w",
  fanTable: "Fans",
  byInitializers: "as initializers count them",
  bySums: "products in the sum",
  fanIn: "fan-in",
  fanOut: "fan-out",
  outputSum: (shape: string) => `of one element of y; w is ${shape}`,
  inputSum: "of one element of ∂x, well inside the map",
  says: {
    layers: (name: string, forward: string, backward: string) =>
      `${name}: after ten layers the variance of z is ${forward} times that of the input; the gradient that reaches the input has ${backward} times the variance of the one at the end.`,
    fans: (out: number, sums: number, groups: number) =>
      groups === 1
        ? `Fan-out is ${out}, which is the number of products in an element of ∂x.`
        : `Fan-out is counted over all filters: ${out}. An element of ∂x is a sum of ${sums} products, those of its own group: ${groups} times fewer.`,
  },
};
