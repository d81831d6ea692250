import { judgedNote, noteOf } from "../core/notes.ts";
import { panes } from "../core/pane.ts";
import { placeOf, resultAt, tensorPane } from "../core/tensors.ts";
import { sum } from "../core/terms.ts";
import type { Look } from "../core/widget.ts";
import { wrongSays } from "../core/wrong.ts";
import { core } from "../words/en/core.ts";
import { dropout as words } from "../words/en/dropout.ts";
import { bugOf } from "./bugs.ts";
import { litBy, termsOf } from "./focus.ts";
import { masks, units } from "./picture.ts";
import { probed } from "./probe.ts";
import type { State } from "./state.ts";
import { tensorsOf } from "./tensors.ts";

export function figure(s: State, look: Look): string {
  const tensors = tensorsOf(s);
  const focus = placeOf(tensors, look.cell ?? s.select);
  const lit = new Map(litBy(focus).map((key) => [key, undefined]));
  const above = s.mode === "forward" || s.mode === "by-x" ? units(s, s.mode === "by-x") : "";
  const all = above + panes(tensors.map((each) => tensorPane(each, focus.key, lit)));
  const result = resultAt(tensors, focus);
  const terms = termsOf(s, result);
  const written = terms.length === 0 ? "" : sum(result.key, terms, result.value, core, look.term);
  switch (s.mode) {
    case "masks":
      return all + noteOf(words.masksSay) + masks(s, focus.flat);
    case "second":
      return all + noteOf(words.secondSays) + written;
    case "probe":
      return all + probed(s, focus);
    case "broken": {
      return all + noteOf(`${bugOf(s).name}. ${wrongSays(tensorsOf(s))}`) + judgedNote(look.later);
    }
    default:
      return all + written;
  }
}
