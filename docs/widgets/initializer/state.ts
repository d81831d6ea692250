import { choice, type Fields, range, text } from "../core/fields.ts";

export const modes = ["layers", "fans"] as const;
export const initializers = choice(
  "glorotUniform",
  "glorotNormal",
  "heUniform",
  "heNormal",
  "fanInUniform",
  "gaussian",
);
export const activations = choice("linear", "tanh", "relu", "sigmoid");

export type State = {
  readonly mode: (typeof modes)[number];
  readonly init: (typeof initializers.options)[number];
  /** The article's free number in glorotUniform. */
  readonly k: number;
  /** The deviation of gaussian, in thousandths. */
  readonly sigma: number;
  readonly activation: (typeof activations.options)[number];
  /** Units of the layers 0, 2, 4, … */
  readonly even: number;
  /** Units of the layers 1, 3, 5, … */
  readonly odd: number;
  /** In tenths. */
  readonly bias: number;
  readonly seed: number;
  /** The sizes of the convolution whose fans are counted. */
  readonly c: number;
  readonly filters: number;
  readonly kernel: number;
  readonly groups: number;
  readonly select: string;
};

export const fields: Fields<State> = {
  mode: choice(...modes),
  init: initializers,
  k: range(6, 1, 12),
  sigma: range(10, 1, 300),
  activation: activations,
  even: range(50, 4, 96),
  odd: range(50, 4, 96),
  bias: range(0, 0, 10),
  seed: range(1, 1, 20),
  c: range(4, 1, 12),
  filters: range(8, 1, 12),
  kernel: range(3, 1, 5),
  groups: range(2, 1, 12),
  select: text,
};

export const sigmaOf = (s: State) => s.sigma / 1000;
export const biasOf = (s: State) => s.bias / 10;
