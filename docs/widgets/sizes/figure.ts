import { grad } from "../../../src/core/backward.ts";
import { conv2d, sum } from "../../../src/ops/index.ts";
import { escapeHtml } from "../core/html.ts";
import { made, values } from "../core/library.ts";
import type { Look } from "../core/widget.ts";
import { sizes as words } from "../words/en/sizes.ts";
import { conventions } from "./conventions.ts";
import { type Axis, axisOf, geometryOf, optionsOf, type State } from "./state.ts";
import { strip } from "./strip.ts";

/** How often each element is read: the gradient of a sum of products, all with 1. */
export function readsOf(s: State): ArrayLike<number> {
  const ones = (size: number) => made(new Float64Array(size).fill(1), [1, 1, 1, size]);
  const x = ones(s.n);
  const [dx] = grad(sum(conv2d(x, ones(s.k), optionsOf(s))), [x]);
  return values(dx);
}

/** The window that is looked at: under the pointer, the last one played, or none. */
export function hereOf(s: State, count: number, cell?: string): number {
  const pointed = /^window:(\d+)$/.exec(cell ?? "");
  if (pointed !== null) return Math.min(Number(pointed[1]), count - 1);
  return s.step < count ? s.step - 1 : -1;
}

export function figure(s: State, look: Look): string {
  const { ow: count } = geometryOf(s);
  const axis = axisOf(s);
  const drawing = strip(axis, count, readsOf(s), Math.min(s.step, count), hereOf(s, count, look.cell));
  return drawing + legend(axis, count) + formula(s, axis, count) + table(axis, count);
}

function legend({ size, stride, before, after, span }: Axis, count: number): string {
  const end = (count - 1) * stride - before + span;
  const has = { unread: end < size || stride > span, padding: before + after > 0, overhang: end > size + after };
  const kinds = (Object.keys(has) as (keyof typeof has)[]).filter((kind) => has[kind]);
  const all = kinds.map((kind) => `<span><i class="${kind}"></i>${escapeHtml(words.legend[kind])}</span>`);
  return `<p class="ag-legend"><span>${escapeHtml(words.reads)}</span>${all.join("")}</p>`;
}

function formula(s: State, { size, kernel, stride, dilation, before, after, span }: Axis, count: number): string {
  const [open, close] = s.ceil ? ["⌈", "⌉"] : ["⌊", "⌋"];
  const written = `${open}(${size} + ${before} + ${after} − ${span}) / ${stride}${close} + 1`;
  const room = size + before + after - span;
  const all = (s.ceil ? Math.ceil(room / stride) : Math.floor(room / stride)) + 1;
  const spanned = dilation === 1 ? "" : words.span(dilation, kernel, span);
  const dropped = all === count ? "" : words.dropped;
  return `<p class="ag-formula"><b>${escapeHtml(`${written} = ${all}`)}</b>${escapeHtml(`${spanned}${dropped}`)}</p>`;
}

function table(axis: Axis, count: number): string {
  const rows = conventions(axis).map(
    (each) =>
      `<tr${each.count === count ? ' class="here"' : ""}><th scope="row">${escapeHtml(words.conventions[each.name])}</th><td>${each.before}, ${each.after}</td><td>${each.count === 0 ? escapeHtml(words.tooLarge) : `${each.count}${each.count === count ? " ✓" : ""}`}</td></tr>`,
  );
  const head = words.columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join("");
  return `<table class="ag-numbers ag-conventions"><caption>${escapeHtml(words.elsewhere)}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}
