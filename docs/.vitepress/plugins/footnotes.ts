import type { MarkdownRenderer } from "vitepress";

/** On paper a link's target is a footnote: numbers at the links, and a list at the end, which the screen does not show. */
export function footnotes(md: MarkdownRenderer): void {
  md.core.ruler.push("footnotes", (state) => {
    const targets: string[] = [];
    for (const token of state.tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === "link_open" ? token.attrGet("href") : null;
      if (href === null || href.startsWith("#")) continue;
      if (!targets.includes(href)) targets.push(href);
      token.attrSet("data-note", `${targets.indexOf(href) + 1}`);
    }
    if (targets.length === 0) return;
    const list = new state.Token("html_block", "", 0);
    const items = targets.map((target) => `<li>${md.utils.escapeHtml(target.replace(/\.md\b/, ""))}</li>`);
    list.content = `<ol class="footnotes" v-pre>${items.join("")}</ol>\n`;
    state.tokens.push(list);
  });
}
