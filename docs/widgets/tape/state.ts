import { choice, type Fields, flag, range, text } from "../core/fields.ts";
import { type ProgramName, programNames } from "./programs.ts";

export const modes = ["once", "recursion", "twice", "again", "second"] as const;

export type State = {
  readonly program: ProgramName;
  /** The tape's order; plain recursion in its place; two passes; the way back twice over one graph; and the way back of the way
   *  back. */
  readonly mode: (typeof modes)[number];
  /** The two numbers that scalar programs begin with. */
  readonly a: number;
  readonly b: number;
  /** Whether grad is emptied between two passes. */
  readonly zero: boolean;
  /** Whether the first of two ways back keeps what the second needs. */
  readonly retain: boolean;
  readonly step: number;
  readonly select: string;
};

const allSteps = 999;

export const fields: Fields<State> = {
  program: choice(...programNames),
  mode: choice(...modes),
  a: range(2, -9, 9),
  b: range(3, -9, 9),
  zero: flag(),
  retain: flag(true),
  step: range(allSteps, 0, allSteps),
  select: text,
};
