import { bugSelect } from "../core/bugSelect.ts";
import { group, select, slidersOf, tabs, toggle } from "../core/controls.ts";
import { editableOf } from "../core/editable.ts";
import { judgedNote, noteOf } from "../core/notes.ts";
import type { Look, Widget } from "../core/widget.ts";
import { wrongSays } from "../core/wrong.ts";
import { each, numbers, pictureSize, probeControls, windowSizes } from "../pooling/controls.ts";
import { figure, selected, windowCount, written } from "../pooling/figure.ts";
import { type Focus, probedKey } from "../pooling/pooling.ts";
import { probed } from "../pooling/probe.ts";
import { modes } from "../pooling/state.ts";
import { avgPool as words } from "../words/en/avg-pool.ts";
import { pooling } from "../words/en/pooling.ts";
import { bugs, judged } from "./bugs.ts";
import { code } from "./code.ts";
import { divisors } from "./divisors.ts";
import { says } from "./says.ts";
import { type Scene, sceneOf } from "./scene.ts";
import { fields, kinds, operatorOf, type State } from "./state.ts";

/** Average pooling, with windows of one size or with as many as are asked for, forward and back, in both orders. */
export const widget: Widget<State> = {
  name: "avg-pool",
  title: words.title,
  fields,
  controls: (s) =>
    tabs("mode", s.mode, modes, pooling.modes, pooling.mode) +
    group(pooling.size, select("kind", words.kind, s.kind, kinds, words.kinds), pictureSize(s), ...ofKind(s)) +
    group(pooling.modes[s.mode], ...ofMode(s)),
  more: (s) => numbers(s) + each(s),
  figure(s, look) {
    const scene = sceneOf(s);
    return figure(scene, selected(scene, s.select, s.step), s.step, look, (focus) => below(s, scene, focus, look));
  },
  says,
  code,
  later: (s) => (s.mode === "broken" ? judged(s) : null),
  editable: (s) => editableOf(sceneOf(s).parts),
  steps: (s) => windowCount(sceneOf(s)),
};

function ofKind(s: State): string[] {
  if (s.kind === "fixed") return [...windowSizes(s), toggle("countPad", words.countPad, s.countPad)];
  const one = slidersOf<"oh" | "ow">(s, fields);
  return [one(words.rows, "oh"), one(words.columns, "ow")];
}

/** What only this mode has. */
function ofMode(s: State): string[] {
  if (s.mode === "probe") return probeControls(s);
  return s.mode === "broken" ? [bugSelect(bugs, bugs[Math.min(s.bug, bugs.length - 1)])] : [];
}

function below(s: State, scene: Scene, focus: Focus, look: Look): string {
  switch (s.mode) {
    case "probe":
      return probed(s, operatorOf(s), probedKey(scene, focus));
    case "broken":
      return noteOf(wrongSays(scene.parts)) + judgedNote(look.later) + written(scene, focus, look);
    case "second":
      return noteOf(words.secondSays) + written(scene, focus, look);
    case "by-x":
      return noteOf(words.byXSays) + written(scene, focus, look);
    default:
      return divisors(s, focus) + written(scene, focus, look);
  }
}
