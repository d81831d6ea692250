import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "../pages.ts";

/** A piece of a source file. */
export interface Declaration {
  readonly code: string;
  /** Where it begins in the file, from 1 on. */
  readonly line: number;
  /** What stands before it, as written. */
  readonly docblock: string;
}

const parsed = new Map<string, ts.SourceFile>();

function parse(file: string): ts.SourceFile {
  const text = readFileSync(join(root, file), "utf8");
  const known = parsed.get(file);
  if (known?.text === text) return known;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  parsed.set(file, source);
  return source;
}

/**
 * What a file declares under a name: "convolve", or a part of it, as in "convolve.backward".
 * @throws Error if there is no such declaration.
 */
export function declarationIn(file: string, name: string): Declaration {
  const source = parse(file);
  let node: ts.Node = source;
  for (const part of name.split(".")) {
    const found = named(node, part);
    if (found === undefined) throw new Error(`${file} declares no ${name}`);
    node = found;
  }
  // A variable's statement has its `const`, and its docblock.
  const whole = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  const start = whole.getStart(source);
  const docs = ts.getJSDocCommentsAndTags(whole).filter(ts.isJSDoc);
  return {
    code: dedent(source.text.slice(start, whole.end), source.getLineAndCharacterOfPosition(start).character),
    line: source.getLineAndCharacterOfPosition(start).line + 1,
    docblock: docs.map((each) => each.getText(source)).join("\n"),
  };
}

/** The outermost declaration of that name, first come. */
function named(node: ts.Node, name: string): ts.Node | undefined {
  const level: ts.Node[] = [];
  ts.forEachChild(node, (child) => void level.push(child));
  for (const child of level) {
    if ((child as ts.NamedDeclaration).name?.getText() === name) return child;
    ts.forEachChild(child, (grandchild) => void level.push(grandchild));
  }
  return undefined;
}

function dedent(code: string, by: number): string {
  const indent = " ".repeat(by);
  return code
    .split("\n")
    .map((line) => (line.startsWith(indent) ? line.slice(by) : line))
    .join("\n");
}

/** The formulas of a docblock: its indented lines, before its tags. */
export function formulasOf(docblock: string): string {
  const lines = docblock
    .split(/^\s*\*\s*@/m)[0]!
    .split("\n")
    .map((line) => /^\s*\* {5,}(\S.*)$/.exec(line)?.[0].replace(/^\s*\*/, ""));
  const formulas = lines.filter((line) => line !== undefined);
  const indent = Math.min(...formulas.map((line) => line.search(/\S/)));
  return formulas.map((line) => line.slice(indent)).join("\n");
}
