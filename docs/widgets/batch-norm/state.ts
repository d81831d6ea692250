import { choice, type Fields, flag, range, text } from "../core/fields.ts";
import { type Fill, fill, filled } from "../core/fill.ts";

export const modes = ["forward", "by-x", "by-params", "running", "second", "probe", "broken"] as const;
export const epsilons = choice("0", "0.00001", "0.001", "0.1", "1");
export const momenta = choice("0", "0.01", "0.1", "0.3", "0.5", "1");
export const sources = choice("same", "drawn");

export type State = {
  readonly mode: (typeof modes)[number];
  /** Images, each one number per channel. */
  readonly n: number;
  readonly c: number;
  readonly x: Fill;
  /** γ and β. */
  readonly gamma: Fill;
  readonly beta: Fill;
  readonly dy: Fill;
  /** The direction along which ∂x is differentiated again. */
  readonly v: Fill;
  readonly eps: (typeof epsilons.options)[number];
  readonly momentum: (typeof momenta.options)[number];
  readonly training: boolean;
  /** How many batches the running statistics have seen. */
  readonly batches: number;
  /** Whether those were this batch again and again, or drawn with its mean and variance. */
  readonly source: (typeof sources.options)[number];
  readonly select: string;
  /** The probe's step is 2^−h2. */
  readonly h2: number;
  readonly bug: number;
};

export const fields: Fields<State> = {
  mode: choice(...modes),
  n: range(6, 1, 8),
  c: range(2, 1, 3),
  x: fill("random", 7),
  gamma: fill("ramp"),
  beta: fill("onehot"),
  dy: fill("random", 2),
  v: fill("random", 4),
  eps: { ...epsilons, initial: "0.00001" },
  momentum: { ...momenta, initial: "0.1" },
  training: flag(true),
  batches: range(20, 0, 60),
  source: sources,
  select: { ...text, initial: "x:1,0" },
  h2: range(6, 0, 50),
  bug: range(0, 0, 99),
};

export const shapeOf = (s: State) => [s.n, s.c];

export const numbersOf = (s: State, name: "x" | "dy" | "v" | "gamma" | "beta") =>
  filled(s[name], name === "gamma" || name === "beta" ? [s.c] : shapeOf(s));
