import { choice, type Fields, number, range, text } from "../core/fields.ts";

export const functions = choice("tanh", "cube", "exp", "sqrt", "relu", "abs");
export const precisions = choice("float64", "float32");
/** What stands for the derivative: the library's, or one with a mistake. */
export const derivatives = choice("right", "half", "thousandth");

export type State = {
  readonly of: (typeof functions.options)[number];
  readonly x: number;
  /** The step is 2^−h2. */
  readonly h2: number;
  readonly precision: (typeof precisions.options)[number];
  readonly derivative: (typeof derivatives.options)[number];
  readonly select: string;
};

export const fields: Fields<State> = {
  of: functions,
  x: number(0.75),
  h2: range(1, 0, 50),
  precision: precisions,
  derivative: derivatives,
  select: text,
};

export const stepOf = (s: State) => 2 ** -s.h2;
