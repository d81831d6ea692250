import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { elementAt, elementOf } from "../core/elements.ts";
import { middleOf } from "../core/fill.ts";
import { keyOf } from "../core/plane.ts";
import type { Term } from "../core/terms.ts";
import type { Windows } from "../core/window.ts";

/** The two ends of a pooling: an element of the input, or a window. */
export type Role = "image" | "output";

/** A window and an element that counts in it, flat; both directions multiply by the factor. */
export interface Link {
  readonly image: number;
  readonly output: number;
  readonly factor: number;
  /** How a sum writes the factor, where it is not 1. */
  readonly written?: string;
}

/** A tensor in a drawing. */
export interface Part {
  readonly name: string;
  readonly role: Role;
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
  readonly field?: "x" | "dy" | "v";
  /** The name of the tensor that it sums, along the links. */
  readonly of?: string;
  /** Other links than the drawing's. */
  readonly links?: readonly Link[];
  /** What its values should be, where they are wrong. */
  readonly right?: ArrayLike<number>;
  /** Beside its name. */
  readonly about?: string | undefined;
  readonly marks?: readonly ("winner" | "tie" | undefined)[];
  /** Small, in the corner of each element. */
  readonly tally?: readonly (number | undefined)[] | undefined;
}

/** What a pooling's drawing is made from. */
export interface Pooling {
  readonly windows: Windows;
  readonly parts: readonly Part[];
  readonly links: readonly Link[];
}

/** The element that a drawing is about, and what belongs to it. */
export interface Focus {
  readonly part: Part;
  readonly index: readonly number[];
  readonly flat: number;
  readonly key: string;
  readonly links: readonly Link[];
}

/** The element of a key, where the drawing has one; else the middle of the first result. */
export function focusOn({ parts, links }: Pooling, key: string): Focus {
  const result = parts.find((each) => each.of !== undefined)!;
  const { part, index, flat } = elementOf(parts, key) ?? elementAt(result, middleOf(result.shape));
  const own = (part.links ?? links).filter((link) => link[part.role] === flat);
  return { part, index, flat, key: keyOf(part.name, index), links: own };
}

/** The element that the probe moves: of x, whatever is in focus. */
export const probedKey = ({ parts }: Pooling, { part, key }: Focus): string =>
  part.name === "x" ? key : keyOf("x", middleOf(parts.find(({ name }) => name === "x")!.shape));

export const otherOf = (role: Role): Role => (role === "image" ? "output" : "image");

/** What a result's element sums: nothing for a tensor that is given. */
export function termsOf({ parts }: Pooling, { part, links }: Focus): Term[] {
  const from = parts.find(({ name }) => name === part.of);
  if (from === undefined) return [];
  return links.map((link) => {
    const flat = link[from.role];
    const element = { key: keyOf(from.name, coordinates(flat, from.shape)), value: from.values[flat] };
    return { factors: link.written === undefined ? [element] : [element, { key: link.written, value: link.factor }] };
  });
}

/** A result, as far as the first windows have made it. */
export function madeUpTo({ parts, links }: Pooling, part: Part, step: number): Float64Array {
  const from = parts.find(({ name }) => name === part.of)!;
  const made = new Float64Array(part.values.length);
  for (const { image, output, factor } of part.links ?? links) {
    const [to, read] = part.role === "image" ? [image, output] : [output, image];
    if (output < step) made[to] += from.values[read] * factor;
  }
  return made;
}
