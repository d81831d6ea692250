import { tabs, toggle } from "../core/controls.ts";
import { attributes, classes, escapeHtml } from "../core/html.ts";
import { once } from "../core/memo.ts";
import type { Widget } from "../core/widget.ts";
import { nets as words } from "../words/en/nets.ts";
import { type Row, rowsOf } from "./rows.ts";
import { fields, type State, shownNets, views } from "./state.ts";

/** The 2012 network as its paper, its code and two libraries have it, layer beside layer. */
export const widget: Widget<State> = {
  name: "nets",
  title: words.title,
  fields,
  controls: (s) =>
    `${tabs("view", s.view, views, words.views, words.view)}<div class="ag-tabs ag-switches">${toggle("article", words.article, s.article)}${toggle("second", words.second, s.second)}</div>`,
  figure,
  says,
};

const rows = once(rowsOf);

/** Whether a cell says something else than the first network's. */
const differs = ({ cells }: Row, i: number): boolean => cells[i] !== cells[0];

function figure(s: State): string {
  const names = shownNets(s).map(({ name }) => name);
  const all = rows(s);
  const keys = all.flatMap(({ name }) => names.map((net) => `${name}:${net}`));
  const stop = keys.includes(s.select) ? s.select : keys[0];
  const head = ["", ...names].map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join("");
  const body = all.map((row) => {
    const cells = row.cells.map((cell, i) => {
      const key = `${row.name}:${names[i]}`;
      const isOther = differs(row, i);
      const told = [names[i], row.name, cell || words.none, isOther ? words.differs : ""].filter(Boolean).join(", ");
      return `<td${attributes({
        role: "gridcell",
        class: classes(isOther && "differs", key === s.select && "selected") || undefined,
        "data-key": key,
        tabindex: key === stop ? 0 : -1,
        "aria-selected": String(key === s.select),
        "aria-label": told,
      })}>${isOther ? "<b>≠</b> " : ""}${escapeHtml(cell || "–")}</td>`;
    });
    return `<tr><th scope="row">${escapeHtml(row.name)}</th>${cells.join("")}</tr>`;
  });
  return `<div class="ag-scroll" tabindex="0"><table class="ag-nets" role="grid" aria-readonly="true" aria-label="${escapeHtml(words.views[s.view])}"><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div><p class="ag-legend">${escapeHtml(words.legend)}</p>`;
}

function says(s: State): string {
  const names = shownNets(s).map(({ name }) => name);
  const [name, net] = s.select.split(":");
  const row = rows(s).find((each) => each.name === name);
  const i = names.findIndex((each) => String(each) === net);
  if (row === undefined || i < 0)
    return words.says.none(
      rows(s).filter((each) => each.cells.some((_, j) => differs(each, j))).length,
      rows(s).length,
    );
  const cell = row.cells[i] || words.none;
  if (i === 0) return words.says.first(net, row.name, cell);
  if (!differs(row, i)) return words.says.same(net, row.name, cell);
  return `${words.says.other(net, row.name, cell, row.cells[0] || words.none)} ${words.why[row.aspect]}`;
}
