import type { Conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import { sizeOf } from "../../../src/core/shape.ts";
import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { middleOf } from "../core/fill.ts";
import { judgedNote, noteOf } from "../core/notes.ts";
import { panes } from "../core/pane.ts";
import { keyOf } from "../core/plane.ts";
import { sum } from "../core/terms.ts";
import { triangle } from "../core/triangle.ts";
import type { Look } from "../core/widget.ts";
import { wrongSays } from "../core/wrong.ts";
import { conv2d as words } from "../words/en/conv2d.ts";
import { core } from "../words/en/core.ts";
import { counts } from "./compute.ts";
import { type Focus, focusOn, madeUpTo, termsOf, valueAt } from "./focus.ts";
import type { Incidence } from "./incidence.ts";
import { type Part, partsOf } from "./parts.ts";
import { legendOf, paneOf, type Scene } from "./planes.ts";
import { probed } from "./probe.ts";
import { geometryOf, type State } from "./state.ts";

export function figure(s: State, look: Look): string {
  const g = geometryOf(s);
  const parts = partsOf(s);
  const steps = stepsOf(s, g);
  const stepping = s.step < steps.count;
  const key =
    look.cell ?? (stepping && s.step > 0 ? keyOf(steps.part, coordinates(s.step - 1, steps.shape)) : s.select);
  const focus = focusOf(s, parts, g, key);
  const shown = (part: Part): ArrayLike<number | null> => {
    if (part.of === undefined || !stepping) return part.values;
    if (steps.part !== part.name) return madeUpTo(parts, part, "output", g.shape, s.step, g);
    return Array.from(part.values, (value, i) => (i < s.step ? value : null));
  };
  const scene: Scene = {
    s,
    g,
    parts,
    focus,
    lit: litBy(
      parts,
      focus,
      look.term === undefined ? focus.incidences : focus.incidences.slice(+look.term, +look.term + 1),
    ),
    counts: s.counts ? counts(g, s) : null,
    shown,
  };
  const all = panes(parts.map((part) => paneOf(scene, part)));
  const above = s.mode === "second" ? triangle(s.corner, words.products, words.triangle) : "";
  return `${above}${all}${legendOf(s, g)}${below(scene, look)}`;
}

/** In the probe, what is moved is an element of x or w. */
export function focusOf(s: State, parts: readonly Part[], g: Conv2dGeometry, key: string): Focus {
  const focus = focusOn(parts, g, key);
  return s.mode !== "probe" || focus.part.of === undefined ? focus : focusOn(parts, g, keyOf("x", middleOf(g.xShape)));
}

function below({ s, parts, focus }: Scene, look: Look): string {
  if (s.mode === "probe") return probed(s, focus.key);
  const { part } = focus;
  const value = valueAt(part.right === undefined ? part : { ...part, values: part.right }, focus.index);
  const written = part.of === undefined ? "" : sum(focus.key, termsOf(parts, focus), value, core, look.term);
  if (s.mode === "broken") return noteOf(wrongSays(parts)) + judgedNote(look.later) + written;
  const note = sentenceOf(s);
  return (note === "" ? "" : noteOf(note)) + written;
}

/** What is played: the elements of a result, one after another, or the outputs whose shares are added to it. */
export function stepsOf(
  s: State,
  g: Conv2dGeometry,
): { readonly part: string; readonly shape: readonly number[]; readonly count: number } {
  const steps = (part: string, shape: readonly number[]) => ({ part, shape, count: sizeOf(shape) });
  if (s.mode === "by-x") return s.order === "scatter" ? steps("∂y", g.shape) : steps("∂x", g.xShape);
  if (s.mode === "by-w") return s.order === "scatter" ? steps("∂y", g.shape) : steps("∂w", g.wShape);
  return s.mode === "forward" ? steps("y", g.shape) : { part: "", shape: [], count: 0 };
}

/** Each cell of the other tensors that belongs to the focus; with the number that it is multiplied by, in the result's sum. */
function litBy(parts: readonly Part[], focus: Focus, all: readonly Incidence[]): Map<string, number | undefined> {
  const lit = new Map<string, number | undefined>();
  const inSum = (part: Part) => focus.part.of?.includes(part.name) ?? false;
  for (const part of parts) {
    if (part.role === focus.part.role && part.name !== focus.part.name) continue;
    if (focus.part.of !== undefined && !inSum(part)) continue;
    if (focus.part.of === undefined && part.of !== undefined && !part.of.includes(focus.part.name)) continue;
    const other = otherFactor(parts, focus, part);
    for (const each of all) lit.set(keyOf(part.name, each[part.role]), other && valueAt(other, each[other.role]));
  }
  return lit;
}

/** What an element of `part` is multiplied by: the other factor of the focus, or, for a result that the focus feeds, the one
 *  that stands beside it. */
function otherFactor(parts: readonly Part[], focus: Focus, part: Part): Part | undefined {
  const name = (focus.part.of ?? part.of)?.find((each) => each !== part.name && each !== focus.part.name);
  return parts.find((each) => each.name === name);
}

function sentenceOf(s: State): string {
  if (s.mode === "by-x") return s.order === "scatter" ? words.scatterSays : words.gatherSays;
  if (s.mode === "by-w") return words.weightSays(`${s.sh}×${s.sw}`, `${s.dh}×${s.dw}`);
  return s.mode === "second" ? words.secondSays[s.corner] : "";
}
