import { exhibits } from "../../museum/exhibits/index.ts";
import { written } from "../../museum/geometry.ts";
import { group, select, tabs } from "../core/controls.ts";
import { escapeHtml } from "../core/html.ts";
import { noteOf } from "../core/notes.ts";
import { show } from "../core/numbers.ts";
import { panes } from "../core/pane.ts";
import { nameOf } from "../core/plane.ts";
import { placeOf, tensorPane } from "../core/tensors.ts";
import type { Look, Widget } from "../core/widget.ts";
import { wrongSays } from "../core/wrong.ts";
import { museum as words } from "../words/en/museum.ts";
import { exhibitOf, fields, geometryOf, places, type State } from "./state.ts";
import { tensorsOf } from "./tensors.ts";

const ids = exhibits.map(({ id }) => id);
const names = Object.fromEntries(exhibits.map(({ id, bug }) => [id, bug.name]));

/** A seeded bug, at a point where it shows or where it hides, and what the gradient checker says there. */
export const widget: Widget<State> = {
  name: "museum",
  title: words.title,
  fields,
  controls: (s) =>
    tabs("at", s.at, places.options, words.places, words.place) +
    group(
      words.title,
      select("bug", words.bug, s.bug, { options: ids }, names),
      `<button type="button" data-run>${words.run}</button>`,
    ),
  figure,
  says(s, look) {
    const tensors = tensorsOf(s);
    if (tensors.length === 0) return exhibitOf(s).because;
    const { key, value, tensor, flat } = placeOf(tensors, look?.cell ?? s.select);
    return words.says(nameOf(key), show(value), tensor.right === undefined ? null : show(tensor.right[flat]));
  },
  later: (s) => (geometryOf(s) === null ? null : judged(s)),
  async *run(s) {
    if (geometryOf(s) !== null) yield await judged(s);
  },
};

function figure(s: State, look: Look): string {
  const { did, because } = exhibitOf(s);
  const at = geometryOf(s);
  if (at === null) return noteOf(did) + noteOf(`${words.never} ${because}`);
  const tensors = tensorsOf(s);
  const focus = placeOf(tensors, look.cell ?? s.select).key;
  return [
    noteOf(did),
    `<pre tabindex="0">${escapeHtml(written(at))}</pre>`,
    s.at === "hides" ? noteOf(words.because(because)) : "",
    panes(tensors.map((tensor) => tensorPane(tensor, focus, new Map()))),
    noteOf(wrongSays(tensors)),
    look.later ?? noteOf(words.ask),
  ].join("");
}

/** What the checker says, loaded when it is asked. */
async function judged(s: State): Promise<string> {
  const { verdictOf } = await import("./verdict.ts");
  return verdictOf(s);
}
