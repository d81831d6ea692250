import { escapeHtml } from "./html.ts";

/** What the looks of a figure's cells mean, of those that it has. */
export function legend<K extends string>(
  has: Readonly<Record<K, boolean>>,
  words: Readonly<Record<K, string>>,
): string {
  const kinds = (Object.keys(has) as K[]).filter((kind) => has[kind]);
  const all = kinds.map((kind) => `<span><i class="${kind}"></i>${escapeHtml(words[kind])}</span>`);
  return all.length === 0 ? "" : `<p class="ag-legend">${all.join("")}</p>`;
}
