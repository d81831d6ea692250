import { escapeHtml } from "./escape.ts";
import { inGroups, type Series } from "./series.ts";

/** A table below a head; it scrolls in its own box where it is wider than the page. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const names = head.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join("");
  const body = rows.map((row) => `<tr>${cells(row)}</tr>`).join("");
  return scrolled(`<table><thead><tr>${names}</tr></thead><tbody>${body}</tbody></table>`);
}

/** Names and what they stand for. */
export function pairs(rows: readonly (readonly [name: string, value: string])[]): string {
  return rows.length === 0 ? "" : scrolled(`<table>${rows.map((row) => `<tr>${cells(row)}</tr>`).join("")}</table>`);
}

/** What is there for those who want it. "" where there is nothing. */
export function folded(title: string, content: string): string {
  return content === "" ? "" : `<details><summary>${escapeHtml(title)}</summary>${content}</details>`;
}

function cells([name = "", ...values]: readonly string[]): string {
  return `<th scope="row">${escapeHtml(name)}</th>${values.map((text) => `<td>${escapeHtml(text)}</td>`).join("")}`;
}

function scrolled(content: string): string {
  return `<div class="wide" tabindex="0">${content}</div>`;
}

const mostRows = 60;

/** A chart's numbers, folded: a row for each x, a column for each series. */
export function numbers(
  series: readonly Pick<Series, "name" | "points">[],
  {
    xLabel,
    format,
    formatX,
  }: { readonly xLabel: string; readonly format: (y: number) => string; readonly formatX: (x: number) => string },
): string {
  const size = Math.ceil(Math.max(...series.map(({ points }) => points.length)) / mostRows);
  const columns = series.map(({ points }) => new Map(inGroups(points, size)));
  const places = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort((a, b) => a - b);
  const rows = places.map((x) => [
    formatX(x),
    ...columns.map((column) => {
      const y = column.get(x);
      return y === undefined ? "" : format(y);
    }),
  ]);
  const title = size > 1 ? `Numbers, each the mean of up to ${size}` : "Numbers";
  return folded(title, table([xLabel, ...series.map(({ name }) => name || "value")], rows));
}
