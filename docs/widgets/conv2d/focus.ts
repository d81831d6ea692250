import type { Conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { elementAt, elementOf } from "../core/elements.ts";
import { flatOf, middleOf } from "../core/fill.ts";
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
  const result = parts.find((each) => each.of !== undefined)!;
  const { part, index } = elementOf(parts, key) ?? elementAt(result, middleOf(result.shape));
  return { part, index, key: keyOf(part.name, index), incidences: incidences(g, part.role, index) };
}

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
    for (const each of incidences(g, by, coordinates(at, byShape))) {
      made[flatOf(each[result.role], result.shape)] +=
        valueAt(first, each[first.role]) * valueAt(other, each[other.role]);
    }
  }
  return made;
}
