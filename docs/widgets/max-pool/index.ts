import { bugSelect } from "../core/bugSelect.ts";
import { group, select, tabs, toggle } from "../core/controls.ts";
import { editableOf } from "../core/editable.ts";
import { judgedNote, noteOf } from "../core/notes.ts";
import type { Look, Widget } from "../core/widget.ts";
import { wrongSays } from "../core/wrong.ts";
import { each, numbers, pictureSize, probeControls, windowSizes } from "../pooling/controls.ts";
import { figure, selected, windowCount, written } from "../pooling/figure.ts";
import { type Focus, probedKey } from "../pooling/pooling.ts";
import { probed } from "../pooling/probe.ts";
import { modes } from "../pooling/state.ts";
import { maxPool as words } from "../words/en/max-pool.ts";
import { pooling } from "../words/en/pooling.ts";
import { bugs, judged } from "./bugs.ts";
import { code } from "./code.ts";
import { says } from "./says.ts";
import { type Scene, sceneOf } from "./scene.ts";
import { fields, operatorOf, rules, type State } from "./state.ts";
import { decisionsOf } from "./winners.ts";

/** Max pooling, forward and back, in both orders. */
export const widget: Widget<State> = {
  name: "max-pool",
  title: words.title,
  fields,
  controls: (s) =>
    tabs("mode", s.mode, modes, pooling.modes, pooling.mode) +
    group(pooling.size, pictureSize(s), ...windowSizes(s)) +
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

/** What only this mode has. */
function ofMode(s: State): string[] {
  if (s.mode === "by-x")
    return [select("rule", words.rule, s.rule, rules, words.rules), toggle("assign", words.assign, s.assign)];
  if (s.mode === "probe") return probeControls(s);
  return s.mode === "broken" ? [bugSelect(bugs, bugs[Math.min(s.bug, bugs.length - 1)])] : [];
}

function below(s: State, scene: Scene, focus: Focus, look: Look): string {
  switch (s.mode) {
    case "probe": {
      const op = operatorOf(s);
      return probed(s, op, probedKey(scene, focus), decisionsOf(op));
    }
    case "broken":
      return noteOf(wrongSays(scene.parts)) + judgedNote(look.later) + written(scene, focus, look);
    case "by-x":
      return noteOf(words.ruleSays[s.rule]) + written(scene, focus, look);
    case "second":
      return noteOf(words.secondSays) + written(scene, focus, look);
    default:
      return written(scene, focus, look);
  }
}
