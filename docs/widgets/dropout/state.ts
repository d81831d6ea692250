import { choice, type Fields, flag, range, text } from "../core/fields.ts";
import { type Fill, fill, filled } from "../core/fill.ts";

export const modes = ["forward", "by-x", "masks", "second", "probe", "broken"] as const;
export const conventions = choice("inverted", "2012");
export const counts = choice("1", "10", "100", "1000");

export type State = {
  readonly mode: (typeof modes)[number];
  readonly units: number;
  /** Twentieths: p is a multiple of 0.05. */
  readonly p: number;
  readonly seed: number;
  readonly convention: (typeof conventions.options)[number];
  readonly training: boolean;
  /** Over how many masks the mean is taken. */
  readonly masks: (typeof counts.options)[number];
  readonly x: Fill;
  readonly dy: Fill;
  /** The direction along which ∂x is differentiated again. */
  readonly v: Fill;
  readonly select: string;
  /** The probe's step is 2^−h2. */
  readonly h2: number;
  readonly bug: number;
};

export const fields: Fields<State> = {
  mode: choice(...modes),
  units: range(8, 1, 16),
  p: range(10, -1, 21),
  seed: range(1, 0, 50),
  convention: conventions,
  training: flag(true),
  masks: { ...counts, initial: "100" },
  x: fill("ramp"),
  dy: fill("random", 2),
  v: fill("random", 4),
  select: { ...text, initial: "y:0" },
  h2: range(6, 0, 50),
  bug: range(0, 0, 99),
};

export const numbersOf = (s: State, name: "x" | "dy" | "v") => filled(s[name], [s.units]);

export const probabilityOf = (s: State): number => Number((s.p / 20).toFixed(2));
