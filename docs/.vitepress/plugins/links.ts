import { existsSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import type { MarkdownEnv, MarkdownRenderer } from "vitepress";
import { isSource, pageOf, root, sourceAddress } from "../pages.ts";

type Token = Parameters<MarkdownRenderer["renderer"]["render"]>[0][number];

/**
 * Links are written as the repository's files lie, so that they hold in an editor too: to a page, to a document that a page
 * includes, to a source file, which the site shows as it stands. Those to folders
 * and to data become plain text.
 */
export function links(md: MarkdownRenderer): void {
  md.core.ruler.after("inline", "links", ({ tokens, env }) => {
    const document = documentOf(env);
    for (const { children } of tokens) {
      for (const [i, link] of (children ?? []).entries()) name(link, children?.[i + 1], children?.[i + 2]);
    }
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === "link_open" ? token.attrGet("href") : null;
      if (href === null || /^([a-z]+:|[/#])/.test(href)) continue;
      const [path, hash] = href.split("#");
      const target = posix.join(dirname(document), path!);
      const page = pageOf(target);
      if (page !== undefined) token.attrSet("href", `/${page}${hash === undefined ? "" : `#${hash}`}`);
      else if (isSource(target)) {
        token.attrSet("href", sourceAddress(target) + (hash === undefined ? "" : `#${hash}`));
        token.attrSet("target", "_self");
      } else if (!target.endsWith(".md") && existsSync(join(root, target))) token.attrs = [["title", target]];
    }
  });
}

/** A link that is a formula and nothing else is called by the formula. */
function name(link: Token, formula?: Token, end?: Token): void {
  if (link.type !== "link_open" || formula?.type !== "formula" || end?.type !== "link_close") return;
  link.attrSet("aria-label", formula.content);
}

/** The document that the page is, or includes. */
function documentOf({ frontmatter, relativePath }: MarkdownEnv): string {
  const from: unknown = frontmatter?.from;
  return typeof from === "string" ? from : `docs/${relativePath}`;
}
