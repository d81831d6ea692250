import { OptionError } from "../../../src/core/errors.ts";
import { choice, type Field, type Fields, range, text } from "../core/fields.ts";
import { facts } from "./facts.ts";

export type State = {
  readonly op: string;
  readonly order: "1" | "2";
  readonly seed: number;
  readonly select: string;
};

export const orders = choice("1", "2");

const operator: Field<string> = {
  initial: "conv2d",
  read(text) {
    if (!(text in facts)) throw new OptionError(`expected an operator with a gradient; got "${text}"`);
    return text;
  },
  write: (value) => value,
};

export const fields: Fields<State> = { op: operator, order: orders, seed: range(0, 0, 99), select: text };
