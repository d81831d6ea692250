import { choice, type Fields, range, text } from "../core/fields.ts";
import { type Fill, fill } from "../core/fill.ts";

export const modes = ["forward", "by-a", "by-b", "second", "probe", "broken"] as const;
export const operators = choice("mul", "add", "sub");

export type State = {
  readonly mode: (typeof modes)[number];
  readonly op: "mul" | "add" | "sub";
  /** Sizes of the last three axes; 0: there is no such axis, nor one before it. */
  readonly a0: number;
  readonly a1: number;
  readonly a2: number;
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a: Fill;
  readonly b: Fill;
  readonly dy: Fill;
  /** The direction along which ∂a is differentiated again. */
  readonly v: Fill;
  readonly select: string;
  readonly step: number;
  /** The probe's step is 2^−h2. */
  readonly h2: number;
  readonly bug: number;
};

export type Numbers = "a" | "b" | "dy" | "v";

const allSteps = 999;

export const fields: Fields<State> = {
  mode: choice(...modes),
  op: operators,
  a0: range(0, 0, 3),
  a1: range(3, 0, 5),
  a2: range(1, 0, 5),
  b0: range(0, 0, 3),
  b1: range(0, 0, 5),
  b2: range(4, 0, 5),
  a: fill("random", 4),
  b: fill("random", 5),
  dy: fill("random", 2),
  v: fill("random", 4),
  select: { ...text, initial: "a:1,0" },
  step: range(allSteps, 0, allSteps),
  h2: range(6, 0, 50),
  bug: range(0, 0, 99),
};

/** An axis that is missing takes those before it along. */
const shapeOf = (...sizes: readonly number[]) => sizes.slice(sizes.lastIndexOf(0) + 1);

export const aShapeOf = (s: State) => shapeOf(s.a0, s.a1, s.a2);
export const bShapeOf = (s: State) => shapeOf(s.b0, s.b1, s.b2);
