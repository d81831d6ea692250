import { escapeHtml } from "../../src/train/report/escape.ts";
import type { Results } from "../results.ts";
import { machineFacts } from "./machine.ts";
import { sectionsOf } from "./sections.ts";
import { howToRead } from "./words.ts";

/** Results as people read them, to be put into any page that has `style`.
 *  @param level of its headings.
 *  @param guide a section on how to read them, where the page has none. */
export function toBody(results: Results, level: 2 | 3, guide = ""): string {
  const section = (title: string, content: string) =>
    `<section><h${level}>${escapeHtml(title)}</h${level}>${content}</section>`;
  const [summary = "", ...others] = sectionsOf(results).map(({ title, lead, html }) =>
    section(title, `${lead === "" ? "" : `<p>${escapeHtml(lead)}</p>`}${html}`),
  );
  const shown =
    summary === ""
      ? "<p>Nothing was measured.</p>"
      : [summary, guide === "" ? "" : section("How to read this", guide), ...others].join("");
  return `<div class="bench">${machineFacts(results)}${shown}</div>`;
}

/** What words and signs mean. */
export function readingGuide(): string {
  const terms = howToRead.map(([term, text]) => `<div><dt>${escapeHtml(term)}</dt><dd>${escapeHtml(text)}</dd></div>`);
  return `<dl class="how">${terms.join("")}</dl>`;
}
