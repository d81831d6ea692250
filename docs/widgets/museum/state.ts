import { OptionError } from "../../../src/core/errors.ts";
import { exhibits } from "../../museum/exhibits/index.ts";
import type { Geometry } from "../../museum/geometry.ts";
import { choice, type Field, type Fields, text } from "../core/fields.ts";

export const places = choice("shows", "hides");

export type State = {
  /** The exhibit's id. */
  readonly bug: string;
  readonly at: (typeof places.options)[number];
  readonly select: string;
};

const bug: Field<string> = {
  initial: "max-pool-assign",
  read(text) {
    if (!exhibits.some(({ id }) => id === text)) throw new OptionError(`expected a bug of the museum; got "${text}"`);
    return text;
  },
  write: (value) => value,
};

export const fields: Fields<State> = { bug, at: places, select: text };

export const exhibitOf = (s: State) => exhibits.find(({ id }) => id === s.bug)!;

/** Where the bug is looked at; null where it never hides. */
export const geometryOf = (s: State): Geometry | null => exhibitOf(s)[s.at];
