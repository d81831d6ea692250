import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { elementAt, elementOf } from "./elements.ts";

import type { Pane } from "./pane.ts";
import { type Cell, keyOf, plane, scaleOf } from "./plane.ts";
import { wrongAt } from "./wrong.ts";

/** A vector or a matrix in a drawing. */
export interface Shown<F extends string = string> {
  readonly name: string;
  readonly values: ArrayLike<number>;
  /** [columns] or [rows, columns]. */
  readonly shape: readonly number[];
  /** The state's field that holds its numbers, where they can be changed. */
  readonly field?: F;
  readonly about?: string;
  readonly before?: string;
  readonly isResult?: boolean;
  /** What its values should be, where a bug has made them. */
  readonly right?: ArrayLike<number> | undefined;
}

/** The element that a drawing is about. */
export interface Place {
  readonly tensor: Shown;
  readonly index: readonly number[];
  readonly flat: number;
  readonly key: string;
  readonly value: number;
}

/** The element of a key, where the drawing has one; else the middle of the first result. */
export function placeOf(all: readonly Shown[], key: string): Place {
  const { part, index, flat } = elementOf(all, key) ?? middleIn(all.find(({ isResult }) => isResult) ?? all[0]);
  return { tensor: part, index, flat, key: keyOf(part.name, index), value: part.values[flat] };
}

const middleIn = (tensor: Shown) =>
  elementAt(
    tensor,
    tensor.shape.map((extent) => Math.floor((extent - 1) / 2)),
  );

/** What is written out below: the element itself, or, of a tensor that is given, that of the first result at its place. */
export function resultAt(all: readonly Shown[], { tensor, index, key }: Place): Place {
  if (tensor.isResult) return placeOf(all, key);
  const results = all.filter(({ isResult }) => isResult);
  const result = results.find(({ shape }) => shape.length === index.length) ?? results[0];
  return result === undefined ? placeOf(all, key) : placeOf(all, keyOf(result.name, index.slice(-result.shape.length)));
}

/** @param lit each element that belongs to the focus, with what it is multiplied by, if anything. */
export function tensorPane(shown: Shown, focus: string, lit: ReadonlyMap<string, number | undefined>): Pane {
  const { name, values, shape } = shown;
  const columns = shape.at(-1)!;
  const cells = Array.from(values, (value, flat): Cell => {
    const key = keyOf(name, coordinates(flat, shape));
    return {
      value,
      key,
      isSelected: key === focus,
      isLit: lit.has(key),
      factor: lit.get(key),
      ...wrongAt(shown, flat),
    };
  });
  const rows = Array.from({ length: cells.length / columns }, (_, i) => cells.slice(i * columns, (i + 1) * columns));
  const table = plane(name, rows, scaleOf(values), { editable: shown.field !== undefined, stop: focus });
  return {
    name,
    content: `<div class="ag-roomy">${table}</div>`,
    about: shown.about ?? `[${shape.join(", ")}]`,
    ...(shown.before === undefined ? {} : { before: shown.before }),
    ...(shown.isResult ? { isResult: true } : {}),
  };
}
