import { readFileSync } from "node:fs";
import type { MarkdownRenderer } from "vitepress";

const sheet = readFileSync(new URL("../theme/code.css", import.meta.url), "utf8");

/** theme/code.css's classes, by the style that they stand for. */
const classes = new Map(
  Array.from(
    sheet.matchAll(/\.(code-[a-z]+) \{\s*--shiki-light: (#\w+);\s*--shiki-dark: (#\w+);/g),
    ([, name, light, dark]) => [`--shiki-light:${light};--shiki-dark:${dark}`.toLowerCase(), name],
  ),
);

/** Highlighted code with classes in place of colors, of which the site has thirty thousand, and nothing around plain text. */
export function colorClasses(md: MarkdownRenderer): void {
  const { highlight } = md.options;
  if (!highlight) throw new Error("there is no highlighter to take the colors of");
  md.options.highlight = (...args) =>
    highlight(...args).replace(/<span style="([^"]*)">([^<]*)<\/span>/g, (whole, style: string, text: string) => {
      const name = classes.get(style.toLowerCase());
      return name === undefined ? whole : name === "code-text" ? text : `<span class="${name}">${text}</span>`;
    });
}

/** Indented blocks, which a docstring's formulas are, scroll by keyboard as fenced ones do. */
export function codeBlocks(md: MarkdownRenderer): void {
  const render = md.renderer.rules.code_block!;
  md.renderer.rules.code_block = (...args) => render(...args).replace("<pre", '<pre v-pre tabindex="0"');
}
