import { coordinates } from "../../../src/gradcheck/coordinates.ts";

import { show } from "../core/numbers.ts";
import { keyOf, nameOf } from "../core/plane.ts";
import { conv2d as words } from "../words/en/conv2d.ts";
import { focusOf, stepsOf } from "./figure.ts";
import { valueAt } from "./focus.ts";
import { partsOf } from "./parts.ts";
import { geometryOf, type State } from "./state.ts";

export function says(s: State): string {
  const g = geometryOf(s);
  const parts = partsOf(s);
  const steps = stepsOf(s, g);
  const isStep = s.step > 0 && s.step < steps.count;
  const focus = focusOf(s, parts, g, isStep ? keyOf(steps.part, coordinates(s.step - 1, steps.shape)) : s.select);
  const name = nameOf(focus.key);
  const value = show(valueAt(focus.part, focus.index));
  const count = focus.incidences.length;
  if (focus.part.of === undefined) {
    const fed = parts.filter((part) => part.of?.includes(focus.part.name)).map((part) => part.name);
    return count === 0 ? words.says.nobody(name, fed.join(", ")) : words.says.feeds(name, value, count, fed.join(", "));
  }
  if (count === 0) return words.says.alone(name);
  const zeros = focus.part.role === "output" ? (g.c / g.groups) * g.kh * g.kw - count : 0;
  return words.says.sum(name, value, count, zeros);
}
