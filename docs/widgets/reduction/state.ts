import { choice, type Fields, flag, range, text } from "../core/fields.ts";
import { type Fill, fill } from "../core/fill.ts";

export const modes = ["forward", "by-x", "second", "probe", "broken"] as const;
export const operators = choice("sum", "mean", "variance", "max");
export const axes = choice("1", "0", "all");

export type State = {
  readonly mode: (typeof modes)[number];
  readonly op: "sum" | "mean" | "variance" | "max";
  readonly axis: "0" | "1" | "all";
  readonly h: number;
  readonly w: number;
  /** What a variance takes off the number of elements. */
  readonly correction: number;
  readonly keep: boolean;
  readonly x: Fill;
  readonly dy: Fill;
  /** The direction along which ∂x is differentiated again. */
  readonly v: Fill;
  readonly select: string;
  readonly step: number;
  /** The probe's step is 2^−h2. */
  readonly h2: number;
  readonly bug: number;
};

export type Numbers = "x" | "dy" | "v";

const allSteps = 999;

export const fields: Fields<State> = {
  mode: choice(...modes),
  op: operators,
  axis: axes,
  h: range(3, 1, 6),
  w: range(4, 1, 6),
  correction: range(0, 0, 6),
  keep: flag(),
  x: fill("random", 1),
  dy: fill("ramp"),
  v: fill("random", 4),
  select: { ...text, initial: "y:1" },
  step: range(allSteps, 0, allSteps),
  h2: range(6, 0, 50),
  bug: range(0, 0, 99),
};

export const xShapeOf = (s: State) => [s.h, s.w];

/** What is reduced, as the library takes it. */
export const axisOf = (s: State) => (s.axis === "all" ? {} : { axis: Number(s.axis) });

/** How many elements of x go into one of y. */
export const countOf = (s: State) => ({ "0": s.h, "1": s.w, all: s.h * s.w })[s.axis];

/** The element of y that takes an element of x. */
export function outputOf([i, j]: readonly number[], { axis, keep }: State): number[] {
  if (axis === "all") return keep ? [0, 0] : [];
  const rest = axis === "0" ? j : i;
  return keep ? (axis === "0" ? [0, rest] : [rest, 0]) : [rest];
}
