import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { MarkdownRenderer } from "vitepress";
import { addressOf, pagesIn, root, sourceAddress } from "../pages.ts";
import { declarationIn, formulasOf } from "./declaration.ts";
import { museumOf } from "./museum.ts";
import { studySection } from "./studies.ts";

/** A line `@[name](argument)`, as the Markdown that stands for it. */
const directives: Record<string, (argument: string) => string> = {
  /** `@[code](src/ops/conv2d.ts#convolve)`: a declaration of a file, or all of it. */
  code(argument) {
    const [file, name] = argument.split("#") as [string, string?];
    const { code, line } =
      name === undefined ? { code: readFileSync(join(root, file), "utf8"), line: 1 } : declarationIn(file, name);
    return `${fence(file, code, line)}\n\n${caption(file, line)}`;
  },

  /** `@[formula](src/ops/conv2d.ts#conv2d)`: the formulas of its docstring. */
  formula(argument) {
    const [file, name] = argument.split("#") as [string, string];
    const { docblock, line } = declarationIn(file, name);
    const formulas = formulasOf(docblock);
    if (formulas === "") throw new Error(`the docstring of ${argument} has no formula`);
    return `\`\`\`text\n${formulas}\n\`\`\`\n\n${caption(file, line)}`;
  },

  /** `@[museum](docs/museum/catalog/pooling.ts)`: the bugs of a file of the catalog, with what the museum says of them. Their code
   *  is an indented block, without colors and numbers: a page with so much of it would be slow. */
  museum: (file) =>
    museumOf(file, (from, code, line) => `${code.trimEnd().replaceAll(/^/gm, "    ")}\n\n${caption(from, line)}`),

  /** `@[pages](decisions)`: the pages of a folder, as a list. */
  pages(folder) {
    const others = pagesIn(folder).filter(({ path }) => !path.endsWith("/index.md"));
    return others.map(({ path, title }) => `- [${title}](${addressOf(path)})`).join("\n");
  },

  /** `@[study](dropout)`: a study, with the results that are kept of it. */
  study: (name) => studySection(name),
};

/** Code with the numbers that its lines have in the file. Docblocks have fences of their own, of backticks. */
export function fence(file: string, code: string, line: number): string {
  const language = extname(file).slice(1).replace("mjs", "js") || "sh";
  return `~~~~~~~~${language}:line-numbers=${line}\n${code.trimEnd()}\n~~~~~~~~`;
}

const caption = (file: string, line: number) =>
  `[${file}, line ${line}](${sourceAddress(file)}#L${line}){.source target=_self}`;

export function directivesPlugin(md: MarkdownRenderer): void {
  md.block.ruler.before("paragraph", "directive", (state, first, _end, silent) => {
    const text = state.src.slice(state.bMarks[first]! + state.tShift[first]!, state.eMarks[first]);
    const [, name, argument] = /^@\[(\w+)\]\((.+)\)\s*$/.exec(text) ?? [];
    if (name === undefined) return false;
    const directive = directives[name];
    if (directive === undefined)
      throw new Error(`no directive is called ${name}: there are ${Object.keys(directives)}`);
    if (silent) return true;
    state.md.block.parse(directive(argument!), state.md, state.env, state.tokens);
    state.line = first + 1;
    return true;
  });
}
