import type { State } from "../../lrn/state.ts";

export const lrn = {
  title: "Local response normalization",
  mode: "what is shown",
  modes: {
    forward: "forward",
    "by-x": "by x",
    second: "second order",
    probe: "probe",
    broken: "broken",
    converter: "converter",
    acts: "does it act?",
  } satisfies Record<State["mode"], string>,
  layer: "the layer",
  size: "window n",
  divide: "divide α by n",
  window: "window",
  regions: { across: "across channels", within: "within the map" } satisfies Record<State["channels"], string>,
  channels: "channels",
  numbers: "numbers",
  bug: "bug",
  step: "step h",
  scale: "x multiplied by",
  divisor: "k + s Σ x²",
  bars: "x (pale) and y (full) at one pixel, channel by channel; d below; the window is framed",
  divided: "α divided by the window",
  undivided: "α as it is",
  curves: (name: string) => `${name} while its own x moves and all others stay: both conventions`,
  parts: ["own: its own y", "cross: every d it lies in"],
  partsTitle: "∂x and its two terms",
  twoWays:
    "Every x is read twice: as the numerator of its own y, and as a square in every d whose window it lies in. With d held fast only the own term is left, with the numerator held fast only the cross term. own[i] is d_i^−β; cross[j, i] is −2sβ·x_i·x_j·d_j^(−β−1).",
  secondSays:
    "S = Σ v·∂x. By ∂y each v_j is multiplied by J[i, j] = ∂y_i/∂x_j; by x by H[i, j], the change of ∂x_i with x_j. H is symmetric: it is the second derivative of one number, Σ ∂y·y.",
  squares: "s Σ x²",
  atScale: (times: number) => `x multiplied by ${times}`,
  timesScale: (times: number) => `times ${times}`,
  hardly: "It hardly acts: the sum is below a tenth of k. What is left is a constant factor, k^−β.",
  somewhat: "It begins to act: the sum is within a factor of ten below k.",
  strongly: "It acts: the sum is larger than k.",
  thisLayer: "this layer",
  paper: "the paper's text: α = 1e−4, k = 2",
  code: "its code: α = 1e−4 / n, k = 2",
  ratio: (name: string) => `${name} over its x`,
  timesX: "x multiplied by",
  libraries: {
    pytorch: "PyTorch",
    caffe: "Caffe",
    tensorflow: "TensorFlow",
    onnx: "ONNX",
    paddle: "Paddle",
    cudaConvnet: "cuda-convnet",
    oneDnn: "oneDNN",
    lasagne: "Lasagne",
  },
  converterTitle: "The same layer, as eight libraries write it",
  library: "library",
  dividesBy: "divided",
  asItIs: "as it is",
  noWithin: "has no window within the map",
  noEven: "has no window of even size that lies as this one",
  onlyK: (k: number) => `has k = ${k} alone within the map`,
  probeOf: (name: string) => `∂L/∂${name}, L = Σ ∂y·y`,
  wrongCells: (wrong: number, all: number) =>
    wrong === 0 ? "No element of ∂x is wrong with these options." : `${wrong} of ${all} elements of ∂x are wrong.`,
  noZeros: "These bugs are built with a division by x: they need an x without zeros.",
  says: {
    written: "written as",
    y: (name: string, value: string, d: string, count: number) =>
      `${name} is ${value}: its x times d^−β, with d = ${d} from the squares of ${count} ${count === 1 ? "element" : "elements"}.`,
    d: (name: string, value: string, count: number) =>
      `${name} is ${value}: k, and s times the sum of ${count} ${count === 1 ? "square" : "squares"}.`,
    x: (name: string, value: string, count: number) =>
      `${name} is ${value}: it lies in ${count} ${count === 1 ? "window" : "windows"}.`,
    dx: (name: string, value: string, own: string, cross: string, count: number) =>
      `${name} is ${value}: ${own} through its own y, ${cross} through the divisors of ${count} ${count === 1 ? "window" : "windows"}.`,
    acts: (index: string, sum: string, k: string, left: string) =>
      `At element ${index} the squares add ${sum} to k = ${k}: ${left} of x is left.`,
    converter: (scale: string, alpha: string) =>
      `Each square is multiplied by ${scale}; α is ${alpha} here, and what each library must be given there.`,
    other: (name: string, value: string) => `${name} is ${value}.`,
  },
};
