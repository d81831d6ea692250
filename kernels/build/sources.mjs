// What the kernels' sources say of themselves: their entry points, the elementwise functions, and where a name is declared.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

export const root = join(import.meta.dirname, "../..");
const lanes = "kernels/elementwise/lanes.wasm.ts";
/** What the module exports besides entry points: the device and the benchmarks time them by themselves. */
const timed = {
  "kernels/products/bound.wasm.ts": ["multiplyAddBound", "streamBound"],
  "kernels/products/tile.wasm.ts": ["multiply"],
};

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

export const helpers = all.filter((each) => timed[place(each)]?.includes(each.name.text));

/** What a row of the table of elementwise functions has its kernel take: the elements, and the numbers of a call. */
function takes(kind, row) {
  const options = row.initializer.properties.find(({ name }) => name.text === "options");
  const numbers = options?.initializer.elements.map(({ text }) => text) ?? [];
  return [...(kind === "unary" ? ["x"] : ["a", "b"]), ...numbers].join(", ");
}

const rows = parse(join(root, "kernels/elementwise/table.ts"))
  .statements.flatMap((each) => each.declarationList?.declarations ?? [])
  .filter(({ name }) => name.text === "unary" || name.text === "binary")
  .flatMap(({ name: { text: kind }, initializer }) => {
    return initializer.expression.expression.properties.map((row) => [row.name.text, takes(kind, row)]);
  });

/** The names in that table. Each has a function on four lanes that takes the same, or an entry point of its own. */
export const elementwiseNames = rows.map(([name]) => name);

const own = entries.map(({ name }) => name.text);
const written = new Map(
  elementwise.map(({ name, parameters }) => [name.text, parameters.map((p) => p.name.text).join(", ")]),
);
for (const [name, parameters] of rows) {
  if (own.includes(name) || written.get(name) === parameters) continue;
  throw new Error(`${lanes}: expected ${name}(${parameters}), as in the table; got ${written.get(name) ?? "none"}`);
}
for (const name of written.keys()) {
  if (!elementwiseNames.includes(name)) throw new Error(`${lanes}: ${name} is not in the table`);
}
