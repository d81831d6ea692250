import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";
import { referenceKernels } from "../../../kernels/reference.ts";
import { exhibits } from "../../museum/exhibits/index.ts";
import { type Geometry, written } from "../../museum/geometry.ts";
import { root } from "../pages.ts";
import { type Declaration, declarationIn } from "./declaration.ts";

type Shown = (typeof exhibits)[number];
type Block = (file: string, code: string, line: number) => string;

/** The exhibits whose bugs a file of the catalog makes, as Markdown: first the kernels as they should be, then bug by bug what
 *  became of one. */
export function museumOf(file: string, block: Block): string {
  // Several families change the same kernels: each shows them in a room of its own.
  const room = basename(file, ".ts");
  const text = readFileSync(join(root, file), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const shown = exhibits.flatMap((exhibit) => {
    const change = changeIn(source, exhibit.bug.name);
    return change === undefined ? [] : [{ exhibit, change }];
  });
  const kernels = [...new Set(shown.flatMap(({ exhibit }) => changedBy(exhibit)))].sort();
  return [
    ...kernels.map((name) => {
      const { file, code, line } = kernelNamed(name);
      return folded(`The right kernel: ${name}`, block(file, code, line), `${room}-${name.toLowerCase()}`);
    }),
    ...shown.map(({ exhibit, change }) => exhibitOf(exhibit, block(file, change.code, change.line), room)),
  ].join("\n\n");
}

function exhibitOf(exhibit: Shown, change: string, room: string): string {
  const { bug, id, did, shows, order, hint, hides, because, met = [] } = exhibit;
  const link = (geometry: Geometry, at: string) => `[\`${written(geometry)}\`](#museum&bug=${id}&at=${at})`;
  const said = hint === null ? "it gives no hint" : `its hint is "${hint}"`;
  return [
    `### ${bug.name.replaceAll(/[[\]]/g, "\\$&")} {#${id}}`,
    `${did}${met.length > 0 ? ` Met in the wild: ${met.map(({ where, url }) => `[${where}](${url})`).join(", ")}.` : ""}`,
    [
      `- Shows at ${link(shows, "shows")}: rejected in order ${order}; ${said}.`,
      hides === null ? `- Never hides. ${because}` : `- Hides at ${link(hides, "hides")}: ${because}.`,
      `- Right: ${changedBy(exhibit)
        .map((name) => `[${name}](#${room}-${name.toLowerCase()})`)
        .join(", ")}.`,
    ].join("\n"),
    folded("The changed kernel", change),
  ].join("\n\n");
}

const folded = (title: string, content: string, id?: string) =>
  `<details${id === undefined ? "" : ` id="${id}"`}>\n<summary>${title}</summary>\n\n${content}\n\n</details>`;

const changedBy = ({ bug }: Shown) => Object.keys(bug.change(referenceKernels));

/** What the catalog writes behind a bug's name, or behind its last part: how the kernels change. */
function changeIn(source: ts.SourceFile, name: string): Declaration | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const [first] = node.arguments;
      const isNamed = first !== undefined && ts.isStringLiteral(first) && `: ${name}`.endsWith(`: ${first.text}`);
      if (isNamed) found = node.arguments.at(-1);
    }
    if (found === undefined) ts.forEachChild(node, visit);
  };
  visit(source);
  if (found === undefined) return undefined;
  const { line } = source.getLineAndCharacterOfPosition(found.getStart());
  const indent = /^ */.exec(source.text.split("\n")[line]!)![0];
  return { code: found.getText().replaceAll(`\n${indent}`, "\n"), line: line + 1, docblock: "" };
}

const references = readdirSync(join(root, "kernels"), { recursive: true, encoding: "utf8" })
  .filter((file) => /\breference\.ts$/.test(file) && file !== "reference.ts")
  .map((file) => `kernels/${file}`);

/** The reference's kernel; of an elementwise function its row in the table. */
function kernelNamed(name: string): Declaration & { readonly file: string } {
  const file =
    references.find((each) => readFileSync(join(root, each), "utf8").includes(`export function ${name}(`)) ??
    "kernels/elementwise/table.ts";
  return { file, ...declarationIn(file, name) };
}
