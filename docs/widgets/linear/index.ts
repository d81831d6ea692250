import { mul, sum } from "../../../src/ops/index.ts";
import { verdict } from "../core/broken.ts";
import { bugSelect } from "../core/bugSelect.ts";
import { group, presetSelect, select, slider, tabs, toggle } from "../core/controls.ts";
import { editableOf } from "../core/editable.ts";
import type { Range } from "../core/fields.ts";
import { filled } from "../core/fill.ts";
import { made } from "../core/library.ts";
import { judgedNote, noteOf, stepSlider } from "../core/notes.ts";
import { stepsOf, sumFigure, sumSays, wrongNote } from "../core/sums.ts";
import { type Probed, probedKey, tensorProbe } from "../core/tensorProbe.ts";
import { triangle } from "../core/triangle.ts";
import type { Look, Widget } from "../core/widget.ts";
import { linear as words } from "../words/en/linear.ts";
import { code } from "./code.ts";
import { bugOf, bugs, inputsOf, partsOf, run } from "./parts.ts";
import { corners, fields, modes, type State, shapesOf } from "./state.ts";

const probedOf = (s: State): Probed => ({
  inputs: inputsOf(s),
  loss: (...inputs) => sum(mul(made(filled(s.dy, shapesOf(s).y), shapesOf(s).y), run(...inputs))),
});

/** Where the probe is, in its mode. */
const lookedAt = (s: State): State => (s.mode === "probe" ? { ...s, select: probedKey(probedOf(s), s.select) } : s);

function figure(s: State, look: Look): string {
  const parts = partsOf(s);
  const drawn = sumFigure(parts, lookedAt(s), look);
  const note = words.notes[s.mode === "second" ? (`second-${s.corner}` as const) : s.mode];
  const above = s.mode === "second" ? triangle(s.corner, words.products, words.triangle) : "";
  const below = s.mode === "probe" ? tensorProbe(probedOf(s), s.select, 2 ** -s.h2) : "";
  const judged = s.mode === "broken" ? wrongNote(parts) + judgedNote(look.later) : "";
  return `${above}${noteOf(note)}${judged}${drawn}${below}`;
}

function controls(s: State): string {
  const one = (name: "n" | "in" | "out", label: string) => slider(name, label, s[name], fields[name] as Range);
  const sizes = [
    one("n", words.rows),
    one("in", words.features),
    one("out", words.outputs),
    toggle("bias", words.bias, s.bias),
  ];
  const own = {
    second: () => [select("corner", words.corner, s.corner, corners, words.corners)],
    probe: () => [stepSlider(s.h2, fields.h2)],
    broken: () => [bugSelect(bugs, bugOf(s))],
  };
  const ofMode = own[s.mode as keyof typeof own]?.() ?? [];
  return tabs("mode", s.mode, modes, words.modes, words.mode) + group(words.sizes, ...sizes, ...ofMode);
}

function more(s: State): string {
  const preset = (name: "x" | "weight" | "b" | "dy" | "v", label: string) => presetSelect(name, label, s[name]);
  const bias = s.bias && s.mode !== "second" ? [preset("b", "b")] : [];
  const second = s.mode === "second" ? [preset("v", "v")] : [];
  return group(words.numbers, preset("x", "x"), preset("weight", "w"), ...bias, preset("dy", "∂y"), ...second);
}

/** A fully connected layer: dot products, and the three products of a step. */
export const widget: Widget<State> = {
  name: "linear",
  title: words.title,
  fields,
  controls,
  more,
  figure,
  says: (s) => sumSays(partsOf(s), lookedAt(s)),
  code,
  editable: (s) => editableOf(partsOf(s)),
  steps: (s) => (s.mode === "probe" || s.mode === "broken" ? 0 : stepsOf(partsOf(s))),
  later: (s) => (s.mode === "broken" ? verdict(bugOf(s), run, inputsOf(s)) : null),
};
