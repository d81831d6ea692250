import { expect, it } from "vitest";
import { pages as written } from "../../docs/.vitepress/pages.ts";
import { withoutCode } from "./markdown.ts";
import { book } from "./site.ts";

const html = new Map(book.map((page) => [page.path, page.html]));
const decoded = (text: string) =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll(/&#(39|x27);/g, "'")
    .replaceAll("&amp;", "&");

/** Vue makes one space of several. */
const condensed = (formula: string) => formula.trim().replace(/\s+/g, " ");

/** The formulas of a page's Markdown, blocks first, as `formulas.ts` of the plugins reads them. */
function formulasOf(markdown: string): string[] {
  const text = withoutCode(markdown);
  const block = /^[ >]*\$\$(.+?)\$\$[ \t]*$/gms;
  const inline = /(?<!\\)\$(?!\s)((?:\\.|[^\\$])+?)(?<!\s)\$(?!\d)/g;
  const rest = text.replace(block, "");
  return [...text.matchAll(block), ...rest.matchAll(inline)].map(([, formula]) => condensed(formula)).sort();
}

/** The sources that a built page's MathML holds. */
const builtOf = (page: string) =>
  [...page.matchAll(/<annotation encoding="application\/x-tex">(.*?)<\/annotation>/gs)]
    .map(([, source]) => condensed(decoded(source)))
    .sort();

it("there are formulas", () => {
  expect(written.flatMap(({ text }) => formulasOf(text)).length).toBeGreaterThan(450);
});

it.each(written)(
  "$path: the built page's MathML holds each formula as it is written, and no other",
  ({ path, text }) => {
    expect(builtOf(html.get(path.replace(/\.md$/, ".html"))!)).toEqual(formulasOf(text));
  },
);
