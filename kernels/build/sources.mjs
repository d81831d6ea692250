// What the kernels' sources say of themselves: their entry points, the elementwise functions, and where a name is declared.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

export const root = join(import.meta.dirname, "../..");
const lanes = "kernels/elementwise/lanes.wasm.ts";
/** What the module exports besides entry points: the device and the benchmarks time them by themselves. */
const timed = { "kernels/products/bound.wasm.ts": "multiplyAddBound", "kernels/products/tile.wasm.ts": "multiply" };

const files = new Map();

export function parse(path) {
  if (!files.has(path))
    files.set(path, ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true));
  return files.get(path);
}

function pathOf(from, specifier) {
  return join(dirname(from.fileName), `${specifier.text.replace(/\.ts$/, "")}.ts`);
}

/** A declaration of a file by its name, through imports. */
export function find(file, name) {
  for (const statement of file.statements) {
    if (statement.name?.text === name && !ts.isTypeAliasDeclaration(statement)) return statement;
    if (!ts.isImportDeclaration(statement)) continue;
    const element = statement.importClause?.namedBindings?.elements.find((each) => each.name.text === name);
    if (element === undefined) continue;
    return find(parse(pathOf(file, statement.moduleSpecifier)), (element.propertyName ?? element.name).text);
  }
  throw new Error(`${file.fileName}: ${name} is nowhere`);
}

/** Where a declaration stands, from the root. */
export function place(node) {
  return relative(root, node.getSourceFile().fileName);
}

function functionsOf(path) {
  return parse(join(root, path)).statements.filter((each) => {
    return ts.isFunctionDeclaration(each) && each.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  });
}

const all = readdirSync(join(root, "kernels"), { recursive: true })
  .filter((path) => path.endsWith(".wasm.ts"))
  .sort()
  .flatMap((path) => functionsOf(join("kernels", path)));

/** The functions on four lanes, which have no loop of their own. */
export const elementwise = all.filter((each) => place(each) === lanes);

/** What passes call: the exported functions of units [begin, end). */
export const entries = all.filter(({ parameters, typeParameters }) => {
  return typeParameters === undefined && parameters.at(-1)?.name.text.endsWith("end");
});

export const helpers = all.filter((each) => timed[place(each)] === each.name.text);

/** The names in the table of elementwise functions. Each has a function on four lanes, with the numbers that the table
 *  says, or an entry point of its own. */
export const elementwiseNames = parse(join(root, "kernels/elementwise/table.ts"))
  .statements.flatMap((each) => each.declarationList?.declarations ?? [])
  .filter(({ name }) => name.text === "unary" || name.text === "binary")
  .flatMap(({ initializer }) => initializer.expression.expression.properties.map(({ name }) => name.text));

const written = [...elementwise, ...entries].map(({ name }) => name.text);
for (const name of elementwiseNames) {
  if (!written.includes(name)) throw new Error(`${name} is in the table of elementwise functions and not in ${lanes}`);
}
for (const { name } of elementwise) {
  if (!elementwiseNames.includes(name.text)) throw new Error(`${lanes}: ${name.text} is not in the table`);
}
