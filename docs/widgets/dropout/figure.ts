import { escapeHtml } from "../core/html.ts";
import { panes } from "../core/pane.ts";
import { countWrong, placeOf, tensorPane } from "../core/tensors.ts";
import { sum } from "../core/terms.ts";
import type { Look } from "../core/widget.ts";
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
  const terms = termsOf(s, focus);
  const written = terms.length === 0 ? "" : sum(focus.key, terms, focus.value, core, look.term);
  switch (s.mode) {
    case "masks":
      return all + note(words.masksSay) + masks(s, focus.flat);
    case "second":
      return all + note(words.secondSays) + written;
    case "probe":
      return all + probed(s, focus);
    case "broken": {
      const [wrong, count] = countWrong(tensors);
      const later = look.later ?? `<p class="ag-verdict">${escapeHtml(core.checking)}</p>`;
      return all + note(`${bugOf(s).name}. ${words.wrongCells(wrong, count)}`) + later;
    }
    default:
      return all + written;
  }
}

const note = (text: string) => `<p class="ag-note">${escapeHtml(text)}</p>`;
