import { group, select, slider } from "../core/controls.ts";
import type { Range } from "../core/fields.ts";
import { escapeHtml } from "../core/html.ts";
import { show } from "../core/numbers.ts";
import type { Look, Widget } from "../core/widget.ts";
import { checks as words } from "../words/en/checks.ts";
import { facts } from "./facts.ts";
import type { Progress } from "./run.ts";
import { fields, orders, type State } from "./state.ts";

/** What checks an operator's gradients: known beforehand, and run in the page. */
export const widget: Widget<State> = { name: "checks", title: words.title, fields, controls, figure, says, run };

function controls({ order, seed }: State): string {
  const button = `<button type="button" data-run>${words.run}</button>`;
  return group(
    words.title,
    select("order", words.order, order, orders, words.orders),
    slider("seed", words.seed, seed, fields.seed as Range),
    button,
  );
}

function figure({ op }: State, { later }: Look): string {
  const { bugs, covered } = facts[op];
  const list =
    bugs.length === 0
      ? ""
      : `<details class="ag-more"><summary>${words.bugs(bugs.length)}</summary><ul>${bugs.map((bug) => `<li>${escapeHtml(bug)}</li>`).join("")}</ul></details>`;
  const rows = Object.entries(covered).map(([device, [met, of, first, second]]) => [
    device,
    words.met(met, of),
    String(first),
    String(second),
  ]);
  return `${table(words.covered, words.columns, rows)}${list}<div class="ag-checked">${later ?? ""}</div>`;
}

function says({ op }: State): string {
  return words.says(op, facts[op].bugs.length);
}

async function* run({ op, order, seed }: State): AsyncGenerator<string> {
  yield `<p>${words.loading}</p>`;
  const { ask } = await import("./ask.ts");
  for await (const progress of ask({ op, order: order === "1" ? 1 : 2, seed })) yield shown(progress);
}

/** What the checks have found so far. */
export function shown({ cases, of, kinks, oracles, failure }: Progress): string {
  const bar = `<progress max="${of}" value="${cases}" aria-label="${words.progress}"></progress>`;
  const verdict =
    failure === null
      ? cases < of
        ? ""
        : `<p class="ag-verdict">${words.passed(cases, kinks)}</p>`
      : `<p class="ag-verdict">${words.failed}</p><pre tabindex="0">${escapeHtml(failure)}</pre>`;
  const rows = Object.entries(oracles).map(([oracle, [count, margin]]) => [oracle, String(count), show(margin)]);
  return `<p>${bar} ${words.done(cases, of)}; ${words.kinks(kinks)}.</p>${verdict}${table(words.found, words.oracleColumns, rows)}`;
}

function table(caption: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = columns.map((each) => `<th scope="col">${escapeHtml(each)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((each) => `<td>${escapeHtml(each)}</td>`).join("")}</tr>`).join("");
  return `<table class="ag-numbers"><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}
