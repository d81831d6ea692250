import { passing, tried } from "../../museum/survivors.ts";
import { group, type NumbersOf, select, slidersOf, toggle } from "../core/controls.ts";
import { escapeHtml } from "../core/html.ts";
import { noteOf } from "../core/notes.ts";
import type { Widget } from "../core/widget.ts";
import { whichTest as words } from "../words/en/which-test.ts";
import { fields, lessKind, losses, pointsOf, type State } from "./state.ts";

/** The geometry and the loss of a test, and which seeded bugs pass it. */
export const widget: Widget<State> = {
  name: "which-test",
  title: words.title,
  fields,
  controls,
  figure: (s, { later }) => `${figureOf(s)}<div>${later ?? noteOf(words.ask(tried.length))}</div>`,
  says: (s) => words.says(words.losses[s.loss]),
  isBare: true,
  async later(s) {
    let last = "";
    for await (const html of run(s)) last = html;
    return last;
  },
  run,
};

function controls(s: State): string {
  const slider = slidersOf<NumbersOf<State>>(s, fields);
  return [
    group(
      words.conv,
      slider(words.images, "n"),
      slider(words.channels, "c"),
      slider(words.filters, "k"),
      slider(words.size, "size"),
    ),
    group(
      words.windows,
      slider(words.kernelRows, "kh"),
      slider(words.kernelColumns, "kw"),
      slider(words.strideRows, "sh"),
      slider(words.strideColumns, "sw"),
    ),
    group(
      words.rest,
      slider(words.before, "before"),
      slider(words.after, "after"),
      slider(words.dilationRows, "dh"),
      slider(words.dilationColumns, "dw"),
      slider(words.groups, "groups"),
    ),
    group(
      words.pool,
      slider(words.picture, "psize"),
      slider(words.windowRows, "pkh"),
      slider(words.windowColumns, "pkw"),
      slider(words.stepRows, "psh"),
      slider(words.stepColumns, "psw"),
      toggle("pceil", words.ceil, s.pceil),
    ),
    group(
      words.loss,
      select("loss", words.loss, s.loss, losses, words.losses),
      `<button type="button" data-run>${words.run}</button>`,
    ),
  ].join("");
}

function figureOf(s: State): string {
  const points = pointsOf(s);
  const shapes = (list: readonly (readonly number[])[]) => list.map((shape) => shape.join("×")).join(", ");
  return `<p class="ag-note">${escapeHtml(words.at(shapes(points.conv2d.shapes), shapes(points.maxPool2d.shapes)))} <a href="#which-test">${words.usual}</a> · <a href="#which-test&amp;${escapeHtml(lessKind)}">${words.unkind}</a></p>`;
}

/** The state that was asked for last: only its bugs are still tried. */
let asked: State | undefined;

async function* run(s: State): AsyncGenerator<string> {
  asked = s;
  const passed: string[] = [];
  let count = 0;
  for await (const { bug, passes } of passing(pointsOf(s), s.loss)) {
    if (asked !== s) return;
    if (passes) passed.push(bug.name);
    count++;
    yield shown(passed, count);
  }
}

function shown(passed: readonly string[], count: number): string {
  const names = passed.map((name) => `<li>${escapeHtml(name)}</li>`).join("");
  return `<p class="ag-verdict">${words.pass(passed.length, count, tried.length)}</p><ul>${names}</ul>`;
}
