import { flatOf, indexOf } from "./fill.ts";
import { isClose } from "./numbers.ts";
import type { Pane } from "./pane.ts";
import { type Cell, keyOf, plane, scaleOf } from "./plane.ts";

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
  const [name, text = ""] = key.split(":");
  const index = text.split(",").map(Number);
  const named = all.find((each) => each.name === name);
  const isThere =
    named !== undefined && index.length === named.shape.length && index.every((i, axis) => i < named.shape[axis]);
  const tensor = isThere ? named : (all.find(({ isResult }) => isResult) ?? all[0]);
  const at = isThere ? index : tensor.shape.map((extent) => Math.floor((extent - 1) / 2));
  const flat = flatOf(at, tensor.shape);
  return { tensor, index: at, flat, key: keyOf(tensor.name, at), value: tensor.values[flat] };
}

/** What is written out below: the element itself, or, of a tensor that is given, that of the first result at its place. */
export function resultAt(all: readonly Shown[], { tensor, index, key }: Place): Place {
  if (tensor.isResult) return placeOf(all, key);
  const results = all.filter(({ isResult }) => isResult);
  const result = results.find(({ shape }) => shape.length === index.length) ?? results[0];
  return result === undefined ? placeOf(all, key) : placeOf(all, keyOf(result.name, index.slice(-result.shape.length)));
}

/** @param lit each element that belongs to the focus, with what it is multiplied by, if anything. */
export function tensorPane(shown: Shown, focus: string, lit: ReadonlyMap<string, number | undefined>): Pane {
  const { name, values, shape, right } = shown;
  const columns = shape.at(-1)!;
  const cells = Array.from(values, (value, flat): Cell => {
    const key = keyOf(name, indexOf(flat, shape));
    const isWrong = right !== undefined && !isClose(value, right[flat]);
    return {
      value,
      key,
      isSelected: key === focus,
      isLit: lit.has(key),
      factor: lit.get(key),
      ...(isWrong ? { mark: "wrong", right: right[flat] } : {}),
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

/** How many elements of all are wrong, and of how many. */
export function countWrong(all: readonly Shown[]): readonly [wrong: number, all: number] {
  const judged = all.flatMap(({ values, right }) =>
    right === undefined ? [] : Array.from(right, (value, i) => isClose(values[i], value)),
  );
  return [judged.filter((isRight) => !isRight).length, judged.length];
}

/** Those of the tensors whose numbers can be changed, as a widget names them. */
export function editableOf<F extends string>(
  all: readonly Shown<F>[],
): Readonly<Record<string, { readonly field: F; readonly shape: readonly number[] }>> {
  return Object.fromEntries(
    all.flatMap(({ name, field, shape }) => (field === undefined ? [] : [[name, { field, shape }]])),
  );
}
