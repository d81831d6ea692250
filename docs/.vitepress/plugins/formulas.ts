import katex from "katex";
import type { MarkdownRenderer } from "vitepress";

/** HTML for the eye and MathML for the rest. Whatever KaTeX frowns at fails the build. */
function render(formula: string, displayMode: boolean): string {
  const html = katex.renderToString(formula, {
    displayMode,
    output: "htmlAndMathml",
    throwOnError: true,
    strict: "error",
  });
  // Vue would take the braces of {{x}} for its own.
  return html.replace("<span", "<span v-pre");
}

/** `$…$` within a line, with no space inside the dollars; `$$…$$` as lines of their own. */
export function formulas(md: MarkdownRenderer): void {
  md.inline.ruler.after("escape", "formula", (state, silent) => {
    const [whole, formula] = /^\$(?!\s)((?:\\.|[^\\$])+?)(?<!\s)\$(?!\d)/.exec(state.src.slice(state.pos)) ?? [];
    if (whole === undefined) return false;
    if (!silent) state.push("formula", "", 0).content = formula!;
    state.pos += whole.length;
    return true;
  });

  md.block.ruler.before(
    "fence",
    "formula",
    (state, first, end, silent) => {
      const lineAt = (line: number) => state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]);
      if (!lineAt(first).startsWith("$$")) return false;
      let last = first;
      let text = lineAt(first).slice(2);
      while (!text.trimEnd().endsWith("$$") && ++last < end) text += `\n${lineAt(last)}`;
      if (last >= end) return false;
      if (silent) return true;
      const token = state.push("formula_block", "", 0);
      token.content = text.trimEnd().slice(0, -2).trim();
      token.map = [first, last + 1];
      state.line = last + 1;
      return true;
    },
    { alt: ["paragraph", "list", "blockquote"] },
  );

  md.renderer.rules.formula = (tokens, i) => render(tokens[i]!.content, false);
  md.renderer.rules.formula_block = (tokens, i) =>
    `<div class="formula" tabindex="0">${render(tokens[i]!.content, true)}</div>\n`;
}
