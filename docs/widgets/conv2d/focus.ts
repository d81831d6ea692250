import type { Conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import { flatOf, indexOf } from "../core/fill.ts";
import { keyOf } from "../core/plane.ts";
import type { Term } from "../core/terms.ts";
import { type Incidence, incidences, type Role } from "./incidence.ts";
import type { Part } from "./parts.ts";

/** The element that a drawing is about, and all that belongs to it. */
export interface Focus {
  readonly part: Part;
  readonly index: readonly number[];
  readonly key: string;
  readonly incidences: readonly Incidence[];
}

/** The element of a key, where the drawing has one; else the middle of the first result. */
export function focusOn(parts: readonly Part[], g: Conv2dGeometry, key: string): Focus {
  const [name, place = ""] = key.split(":");
  const index = place.split(",").map(Number);
  const part = parts.find((each) => each.name === name);
  const fits = part !== undefined && index.length === 4 && index.every((i, axis) => i >= 0 && i < part.shape[axis]);
  const result = fits ? part : parts.find((each) => each.of !== undefined)!;
  const at = fits ? index : middleOf(result.shape);
  return { part: result, index: at, key: keyOf(result.name, at), incidences: incidences(g, result.role, at) };
}

/** The element in the middle of the first plane. */
export const middleOf = (shape: readonly number[]) =>
  shape.map((extent, axis) => (axis < 2 ? 0 : Math.floor((extent - 1) / 2)));

export const valueAt = (part: Part, index: readonly number[]) => part.values[flatOf(index, part.shape)];

/** The products that a result's element sums: none for a tensor that is given. */
export function termsOf(parts: readonly Part[], focus: Focus): Term[] {
  const factors = focus.part.of?.map((name) => parts.find((part) => part.name === name)!) ?? [];
  if (factors.length === 0) return [];
  return focus.incidences.map((each) => ({
    factors: factors.map((part) => ({ key: keyOf(part.name, each[part.role]), value: valueAt(part, each[part.role]) })),
  }));
}

/** A result as far as it is made: every product of the elements of `by` up to a step. */
export function madeUpTo(
  parts: readonly Part[],
  result: Part,
  by: Role,
  byShape: readonly number[],
  step: number,
  g: Conv2dGeometry,
) {
  const [first, other] = result.of!.map((name) => parts.find((part) => part.name === name)!);
  const made = new Float64Array(result.values.length);
  for (let at = 0; at < step; at++) {
    for (const each of incidences(g, by, indexOf(at, byShape))) {
      made[flatOf(each[result.role], result.shape)] +=
        valueAt(first, each[first.role]) * valueAt(other, each[other.role]);
    }
  }
  return made;
}
