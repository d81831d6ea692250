import { sizeOf } from "../../../src/core/shape.ts";
import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { core } from "../words/en/core.ts";
import { sums as words } from "../words/en/sums.ts";
import { elementAt, elementOf } from "./elements.ts";
import { flatOf, indicesOf } from "./fill.ts";
import { noteOf } from "./notes.ts";
import { show } from "./numbers.ts";
import { panes, planes } from "./pane.ts";
import { type Cell, keyOf, nameOf, plane, scaleOf } from "./plane.ts";
import { productOf, sum, type Term } from "./terms.ts";
import type { Look } from "./widget.ts";
import { wrongAt, wrongSays } from "./wrong.ts";

/** A tensor of a figure in which every result is a sum of products of other tensors' elements. */
export interface Part<F extends string = string> {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  /** The field of its numbers, where they can be changed. */
  readonly field?: F;
  /** What its element at an index sums; none of a tensor that is given. */
  readonly terms?: (index: readonly number[]) => readonly Term[];
  /** What its values should be, where a bug has made them. */
  readonly right?: ArrayLike<number>;
  readonly about?: string;
  /** Between it and the one before: ·, =. */
  readonly before?: string;
  /** A vector stands upright. */
  readonly isColumn?: boolean;
  /** What else its cells show. */
  readonly cell?: (index: readonly number[]) => Partial<Cell>;
}

export const valueAt = ({ values, shape }: Part, index: readonly number[]) => values[flatOf(index, shape)];

/** An element as a factor. */
export const factorOf = (part: Part, index: readonly number[]) => ({
  key: keyOf(part.name, index),
  value: valueAt(part, index),
});

/** A number as a factor, by what it is called. */
export const constant = (name: string, value: number) => ({ key: name, value });

interface Focus {
  readonly part: Part;
  readonly index: readonly number[];
  readonly key: string;
  /** By its key: each element that belongs to it, with what it is multiplied by. */
  readonly lit: ReadonlyMap<string, number | undefined>;
}

/** The element of a key, where there is one; else the first of the last result. */
export function focusOn(parts: readonly Part[], key: string): Focus {
  const { part, index } = elementOf(parts, key) ?? firstIn(stepped(parts) ?? parts[0]);
  const own = keyOf(part.name, index);
  return { part, index, key: own, lit: new Map([...litBy(parts, own), ...litIn(part.terms?.(index) ?? [])]) };
}

const firstIn = (part: Part) =>
  elementAt(
    part,
    part.shape.map(() => 0),
  );

/** What a sum is made of, each with the product of what it is multiplied by. */
function litIn(terms: readonly Term[]): [string, number | undefined][] {
  return terms.flatMap(({ factors }) =>
    factors.map(({ key }): [string, number | undefined] => [key, others(factors, key)]),
  );
}

/** The elements whose sums a key is in. */
function litBy(parts: readonly Part[], key: string): [string, number | undefined][] {
  return parts.flatMap(({ name, shape, terms }) =>
    terms === undefined
      ? []
      : indicesOf(shape).flatMap((index): [string, number | undefined][] => {
          const found = terms(index).find(({ factors }) => factors.some((each) => each.key === key));
          return found === undefined ? [] : [[keyOf(name, index), others(found.factors, key)]];
        }),
  );
}

function others(factors: Term["factors"], key: string): number | undefined {
  const rest = factors.filter((each) => each.key !== key);
  return rest.length === 0 ? undefined : productOf({ factors: rest });
}

/** Where the steps are, and what is looked at there. */
export interface Stepping {
  readonly select: string;
  readonly step: number;
}

/** The result whose elements are played: the last one. */
const stepped = (parts: readonly Part[]) => parts.findLast(({ terms }) => terms !== undefined);

export const stepsOf = (parts: readonly Part[]) => sizeOf(stepped(parts)?.shape ?? []);

const isPlaying = (parts: readonly Part[], { step }: Stepping) => step > 0 && step < stepsOf(parts);

function keyIn(parts: readonly Part[], at: Stepping): string {
  const part = stepped(parts);
  return part !== undefined && isPlaying(parts, at)
    ? keyOf(part.name, coordinates(at.step - 1, part.shape))
    : at.select;
}

/** The tensors side by side, and below them the sum of the element in focus. */
export function sumFigure(parts: readonly Part[], at: Stepping, look: Look): string {
  const focus = focusOn(parts, look.cell ?? keyIn(parts, at));
  const terms = focus.part.terms?.(focus.index);
  const lit =
    look.term === undefined ? focus.lit : new Map(litIn(terms?.slice(Number(look.term), Number(look.term) + 1) ?? []));
  const all = parts.map((part) => ({
    name: part.name,
    about: `[${part.shape.join(", ")}]${part.about === undefined ? "" : `, ${part.about}`}`,
    content: planesOf(
      part,
      focus,
      lit,
      part === stepped(parts) && at.step < stepsOf(parts) ? at.step : sizeOf(part.shape),
    ),
    isResult: part.terms !== undefined,
    ...(part.before === undefined ? {} : { before: part.before }),
  }));
  const right = focus.part.right ?? focus.part.values;
  const written =
    terms === undefined ? "" : sum(focus.key, terms, right[flatOf(focus.index, focus.part.shape)], core, look.term);
  return panes(all) + written;
}

/** Its last two axes as matrices. @param made how many of its elements are there yet. */
function planesOf(part: Part, focus: Focus, lit: Focus["lit"], made: number): string {
  const { shape, name } = part;
  const [rows, columns] = part.isColumn ? [shape.at(-1)!, 1] : [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  const scale = scaleOf(part.values);
  const all = indicesOf(shape.slice(0, -2)).map((lead) => {
    const inner = (i: number, j: number) =>
      (shape.length < 2 ? (part.isColumn ? [i] : [j]) : [i, j]).slice(0, shape.length);
    const cells = Array.from({ length: rows }, (_, i) =>
      Array.from({ length: columns }, (_, j) => cellOf(part, [...lead, ...inner(i, j)], focus, lit, made)),
    );
    const caption = lead.length === 0 ? "" : `[${lead.join(", ")}, ·, ·]`;
    const options = { editable: part.field !== undefined, stop: focus.key };
    return { caption, table: plane(`${name}${caption}`, cells, scale, options) };
  });
  return planes(all);
}

function cellOf(part: Part, index: readonly number[], focus: Focus, lit: Focus["lit"], made: number): Cell {
  const key = keyOf(part.name, index);
  const flat = flatOf(index, part.shape);
  return {
    value: flat < made ? part.values[flat] : null,
    key,
    isSelected: key === focus.key,
    isLit: lit.has(key),
    factor: lit.get(key),
    ...wrongAt(part, flat),
    ...part.cell?.(index),
  };
}

/** How many elements a bug has made wrong. */
export const wrongNote = (parts: readonly Part[]): string => noteOf(wrongSays(parts));

/** One sentence on the element in focus. */
export function sumSays(parts: readonly Part[], at: Stepping): string {
  const { part, index, key, lit } = focusOn(parts, keyIn(parts, at));
  const [name, value] = [nameOf(key), show(valueAt(part, index))];
  const terms = part.terms?.(index);
  if (terms !== undefined) return words.sum(name, value, terms.length);
  const fed = new Set([...lit.keys()].map((each) => each.split(":")[0]));
  return fed.size === 0 ? words.given(name, value) : words.feeds(name, value, lit.size, [...fed]);
}
