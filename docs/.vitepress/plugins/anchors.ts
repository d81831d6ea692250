import type { MarkdownEnv, MarkdownRenderer } from "vitepress";

/** The lines of a source page have anchors: #L1, #L2, … */
export function lineAnchors(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence!;
  md.renderer.rules.fence = (...args) => {
    const html = fence(...args);
    const { relativePath }: MarkdownEnv = args[3];
    if (!relativePath.startsWith("source/")) return html;
    let line = 0;
    return html.replace(/<span class="line/g, (start) => `<span id="L${++line}"${start.slice(5)}`);
  };
}
