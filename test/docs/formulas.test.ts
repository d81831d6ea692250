import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { root, pages as written } from "../../docs/.vitepress/pages.ts";
import { book } from "./site.ts";

const html = new Map(book.map((page) => [page.path, page.html]));
const decoded = (text: string) =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&");

it("each formula's source is in the built page's MathML, as written", () => {
  for (const { path } of written) {
    const text = readFileSync(`${root}/docs/${path}`, "utf8");
    const built = html.get(path.replace(/\.md$/, ".html"))!;
    const sources = [...built.matchAll(/<annotation encoding="application\/x-tex">(.*?)<\/annotation>/gs)];
    for (const [, source] of sources) expect(text).toContain(decoded(source!));
  }
});
