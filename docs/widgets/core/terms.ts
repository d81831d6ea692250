import { attributes, escapeHtml } from "./html.ts";
import { factor, show } from "./numbers.ts";
import { nameOf } from "./plane.ts";

/** One addend of a sum: the product of some cells, or a number with a name. */
export interface Term {
  readonly factors: readonly { readonly key: string; readonly value: number }[];
}

export const productOf = (term: Term): number => term.factors.reduce((product, { value }) => product * value, 1);

const most = 30;
const rowHeight = 26;
const width = 96;

/** A sum written out with its numbers, and drawn: an arrow from each addend to the sum, as wide as its share, dashed where it
 *  is negative. Each row lights its cells.
 *  @param lit the row under the pointer. */
export function sum(
  key: string,
  terms: readonly Term[],
  total: number,
  words: { readonly none: string; more(count: number): string; readonly contributions: string },
  lit?: string,
): string {
  if (terms.length === 0)
    return `<div class="ag-sum"><p>${nameOf(key)} = ${show(total)}: ${escapeHtml(words.none)}</p></div>`;
  const shown = terms.slice(0, most);
  const rows = shown.map((term, i) => {
    const names = term.factors.map((each) => nameOf(each.key)).join(" · ");
    const numbers = term.factors.map((each) => factor(each.value)).join(" · ");
    const value = term.factors.length === 1 ? "" : ` = ${show(productOf(term))}`;
    const isLit = lit === String(i);
    return `<li${attributes({ class: isLit ? "lit" : undefined, "data-term": i, "data-light": term.factors.map((each) => each.key).join(" ") })}><span>${names}</span><span>${numbers}${value}</span></li>`;
  });
  const more = terms.length > most ? `<p>${escapeHtml(words.more(terms.length - most))}</p>` : "";
  const list = `<ol class="ag-terms" aria-label="${escapeHtml(words.contributions)}">${rows.join("")}</ol>`;
  return `<div class="ag-sum"><div class="ag-flow" tabindex="0" role="group" aria-label="${escapeHtml(words.contributions)}">${list}${arrows(shown.map(productOf))}<p class="ag-total">${nameOf(key)} = ${show(total)}</p></div>${more}</div>`;
}

function arrows(values: readonly number[]): string {
  const height = values.length * rowHeight;
  const largest = Math.max(...values.map(Math.abs).filter(Number.isFinite), 0) || 1;
  const lines = values.map((value, i) => {
    const y = (i + 0.5) * rowHeight;
    const share = Number.isFinite(value) ? Math.abs(value) / largest : 1;
    const path = `M0 ${y}C${width * 0.6} ${y} ${width * 0.4} ${height / 2} ${width - 8} ${height / 2}`;
    return `<path class="${value < 0 ? "negative" : "positive"}"${attributes({ d: path, "stroke-width": (0.75 + 5 * share).toFixed(2), opacity: value === 0 ? 0.35 : undefined })}></path>`;
  });
  return `<svg class="ag-arrows" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true">${lines.join("")}<path class="head" d="M${width - 8} ${height / 2 - 6}l8 6l-8 6z"></path></svg>`;
}
