import { OptionError } from "../../../src/core/errors.ts";

/** One part of a widget's state: what it is at first, and how the address writes it. */
export interface Field<T> {
  readonly initial: T;
  /** @throws OptionError where the text says no such value. */
  read(text: string): T;
  write(value: T): string;
}

export type Fields<S> = { readonly [K in keyof S]: Field<S[K]> };

/** A whole number that a slider sets. */
export interface Range extends Field<number> {
  readonly least: number;
  readonly most: number;
}

export function range(initial: number, least: number, most: number): Range {
  return {
    initial,
    least,
    most,
    read(text) {
      const value = Number(text);
      if (text.trim() === "" || !Number.isInteger(value) || value < least || value > most) {
        throw new OptionError(`expected a whole number from ${least} to ${most}; got ${described(text)}`);
      }
      return value;
    },
    write: String,
  };
}

/** Any number, written by hand. */
export function number(initial: number): Field<number> {
  return { initial, read: readNumber, write: String };
}

/** @throws OptionError where it is none. */
export function readNumber(text: string): number {
  const plain = text.trim().replaceAll("−", "-").replace(",", ".").replace("∞", "Infinity");
  const value = Number(plain);
  if (plain === "" || (Number.isNaN(value) && plain !== "NaN")) {
    throw new OptionError(`expected a number; got ${described(text)}`);
  }
  return value;
}

/** One of some words; the first at the beginning. */
export interface Choice<T extends string> extends Field<T> {
  readonly options: readonly T[];
}

export function choice<const T extends string>(...options: readonly [T, ...T[]]): Choice<T> {
  return {
    initial: options[0],
    options,
    read(text) {
      const found = options.find((option) => option === text);
      if (found === undefined) throw new OptionError(`expected one of ${options.join(", ")}; got ${described(text)}`);
      return found;
    },
    write: (value) => value,
  };
}

export function flag(initial = false): Field<boolean> {
  return {
    initial,
    read(text) {
      if (text !== "yes" && text !== "no") throw new OptionError(`expected yes or no; got ${described(text)}`);
      return text === "yes";
    },
    write: (value) => (value ? "yes" : "no"),
  };
}

/** A place or a name; "" for none. */
export const text: Field<string> = { initial: "", read: (text) => text, write: (value) => value };

function described(text: string): string {
  return text.trim() === "" ? "an empty field" : `"${text}"`;
}
