import { choice, type Field, type Fields, range, readNumber, text } from "../core/fields.ts";
import { type Fill, fill, filled } from "../core/fill.ts";

export const modes = ["forward", "by-x", "second", "units", "layers", "probe", "broken"] as const;
export const functions = choice("relu", "leakyRelu", "tanh", "sigmoid", "clamp", "abs");

export type State = {
  readonly mode: (typeof modes)[number];
  readonly f: "relu" | "leakyRelu" | "tanh" | "sigmoid" | "clamp" | "abs";
  /** One number. */
  readonly x: Fill;
  /** How steep leakyRelu is below 0, in hundredths. */
  readonly slope: number;
  /** The bounds of clamp. */
  readonly min: number;
  readonly max: number;
  /** What goes into a few units, one row for each example, and what comes back. */
  readonly z: Fill;
  readonly dy: Fill;
  /** What each of ten layers multiplies by, in tenths. */
  readonly gain: number;
  readonly select: string;
  /** The probe's step is 10^−h10. */
  readonly h10: number;
  readonly bug: number;
};

export type Numbers = "x" | "z" | "dy";

/** A field of one number, which the editor changes as it does a tensor's. */
function single(initial: number): Field<Fill> {
  const of = (value: number): Fill => ({ preset: "ones", seed: 0, edits: new Map([["0", value]]) });
  return { initial: of(initial), read: (text) => of(readNumber(text)), write: (fill) => String(oneOf(fill)) };
}

const oneOf = (fill: Fill) => filled(fill, [1])[0];

export const pointOf = (s: State): number => oneOf(s.x);

/** At the beginning, the last unit is below 0 for every example. */
const numbers = fill("random", 1);

export const fields: Fields<State> = {
  mode: choice(...modes),
  f: functions,
  x: single(1.5),
  slope: range(10, -50, 150),
  min: range(-1, -4, 4),
  max: range(2, -4, 4),
  z: { ...numbers, initial: numbers.read("random;0,2:-2;1,2:-1;2,2:-3;3,2:-1;4,2:-2") },
  dy: fill("random", 2),
  gain: range(10, 1, 30),
  select: { ...text, initial: "x:0" },
  h10: range(3, 1, 15),
  bug: range(0, 0, 99),
};

export const zShape = [5, 3];
