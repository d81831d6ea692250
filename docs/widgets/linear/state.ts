import { choice, type Fields, flag, range, text } from "../core/fields.ts";
import { type Fill, fill } from "../core/fill.ts";

export const modes = ["forward", "by-x", "by-w", "step", "second", "probe", "broken"] as const;
export const corners = choice("x", "w");

export type State = {
  readonly mode: (typeof modes)[number];
  /** Rows, features, outputs. */
  readonly n: number;
  readonly in: number;
  readonly out: number;
  readonly bias: boolean;
  readonly x: Fill;
  readonly weight: Fill;
  readonly b: Fill;
  readonly dy: Fill;
  /** The direction along which a gradient is differentiated again. */
  readonly v: Fill;
  /** Which gradient that is. */
  readonly corner: "x" | "w";
  readonly select: string;
  readonly step: number;
  /** The probe's step is 2^−h2. */
  readonly h2: number;
  readonly bug: number;
};

const allSteps = 999;

export const fields: Fields<State> = {
  mode: choice(...modes),
  n: range(2, 1, 5),
  in: range(3, 1, 6),
  out: range(4, 1, 6),
  bias: flag(true),
  x: fill("random", 1),
  weight: fill("random", 5),
  b: fill("ramp"),
  dy: fill("random", 2),
  v: fill("random", 4),
  corner: corners,
  select: { ...text, initial: "y:0,1" },
  step: range(allSteps, 0, allSteps),
  h2: range(6, 0, 50),
  bug: range(0, 0, 99),
};

export type Numbers = "x" | "weight" | "b" | "dy" | "v";

export const shapesOf = (s: State) => ({
  x: [s.n, s.in],
  w: [s.out, s.in],
  b: [s.out],
  y: [s.n, s.out],
});
