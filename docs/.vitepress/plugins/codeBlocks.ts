import type { MarkdownRenderer } from "vitepress";

/** Indented blocks, which a docstring's formulas are, scroll by keyboard as fenced ones do. */
export function codeBlocks(md: MarkdownRenderer): void {
  const render = md.renderer.rules.code_block!;
  md.renderer.rules.code_block = (...args) => render(...args).replace("<pre", '<pre v-pre tabindex="0"');
}
