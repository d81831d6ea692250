import { crossEntropy } from "../../../src/ops/index.ts";
import { verdict } from "../core/broken.ts";
import { bugSelect } from "../core/bugSelect.ts";
import { group, presetSelect, slider, tabs, toggle } from "../core/controls.ts";
import { editableOf } from "../core/editable.ts";
import type { Range } from "../core/fields.ts";
import { judgedNote, noteOf, stepSlider } from "../core/notes.ts";
import { show } from "../core/numbers.ts";
import { stepsOf, sumFigure, sumSays, wrongNote } from "../core/sums.ts";
import { type Probed, probedKey, tensorProbe } from "../core/tensorProbe.ts";
import type { Look, Widget } from "../core/widget.ts";
import { softmax as words } from "../words/en/softmax.ts";
import { brokenRun, bugOf, bugs, shownOf } from "./bugs.ts";
import { code } from "./code.ts";
import { partsOf } from "./parts.ts";
import { fields, firstRow, labelsOf, modes, type Numbers, optionsOf, type State, xShapeOf } from "./state.ts";
import { inputOf } from "./tensors.ts";

const probedOf = (s: State): Probed => ({
  inputs: [inputOf(s)],
  loss: (x) => crossEntropy(x, labelsOf(s), optionsOf(s)),
});

const lookedAt = (s: State): State => (s.mode === "probe" ? { ...s, select: probedKey(probedOf(s), s.select) } : s);

const isOneRow = ({ mode }: State) => mode === "jacobian" || mode === "second" || mode === "overflow";

function figure(s: State, look: Look): string {
  const parts = partsOf(s);
  const drawn = sumFigure(parts, lookedAt(s), look);
  const below = s.mode === "probe" ? tensorProbe(probedOf(s), s.select, 2 ** -s.h2) : "";
  const judged = s.mode === "broken" ? wrongNote(parts) + judgedNote(look.later) : "";
  return `${noteOf(words.notes[s.mode])}${judged}${drawn}${below}`;
}

function controls(given: State): string {
  const s = isOneRow(given) ? firstRow(given) : shownOf(given);
  const one = (
    name: keyof State & ("n" | "classes" | "l0" | "l1" | "l2" | "smoothing" | "shift"),
    label: string,
    shown?: string,
  ) => slider(name, label, s[name], fields[name] as Range, shown);
  const label = (name: "l0" | "l1" | "l2", row: number) =>
    one(name, words.label(row), s[name] < 0 ? words.ignored : String(s[name]));
  const rows = isOneRow(s) ? 1 : s.n;
  const labels = (["l0", "l1", "l2"] as const).slice(0, rows).map(label);
  const smoothing = one("smoothing", words.smoothing, show(s.smoothing / 10));
  const sizes = [...(isOneRow(s) ? [] : [one("n", words.rows)]), one("classes", words.classes)];
  const weights = isOneRow(s) ? [] : [toggle("weighted", words.weighted, s.weighted)];
  const own = {
    forward: () => [],
    overflow: () => [...labels, one("shift", words.shift, String(10 * s.shift))],
    jacobian: () => [...labels, smoothing],
    second: () => [...labels, smoothing],
    loss: () => [...labels, smoothing, ...weights],
    probe: () => [...labels, smoothing, ...weights, stepSlider(s.h2, fields.h2)],
    broken: () => [...labels, smoothing, ...weights, bugSelect(bugs, bugOf(s))],
  }[s.mode]();
  return tabs("mode", s.mode, modes, words.modes, words.mode) + group(words.modes[s.mode], ...sizes, ...own);
}

function more(s: State): string {
  const preset = (name: Numbers, label: string) => presetSelect(name, label, s[name]);
  return group(
    words.numbers,
    preset("x", "x"),
    ...(s.weighted && !isOneRow(s) ? [preset("weight", words.weighted)] : []),
  );
}

/** Softmax, its logarithm, and the loss that is made of them. */
export const widget: Widget<State> = {
  name: "softmax",
  title: words.title,
  fields,
  controls,
  more,
  figure,
  says: (s) => sumSays(partsOf(s), lookedAt(s)),
  code,
  // A row alone is drawn as the first of several: its numbers are the same.
  editable: (s) => ({ ...editableOf(partsOf(s)), x: { field: "x", shape: xShapeOf(s) } }),
  steps: (s) => (["probe", "broken", "overflow"].includes(s.mode) ? 0 : stepsOf(partsOf(s))),
  later: (s) => (s.mode === "broken" ? verdict(bugOf(s), brokenRun(s), [inputOf(s)]) : null),
};
