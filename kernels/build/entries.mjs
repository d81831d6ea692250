// Reads the kernels' entry points, and the records that they take, and writes src/devices/cpu/entries.ts: for each entry
// point a function of the same parameters by the same names, which makes the pass that calls it. `--check` only tells
// whether the file is what this would write.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { elementwiseNames, entries, find, helpers, parse, place, root } from "./sources.mjs";

const target = join(root, "src/devices/cpu/entries.ts");
/** Words of a walk's record; see kernels/common/walk.wasm.ts. */
const walkWords = 25;

/** A number that a file of TypeScript exports. */
function constantOf(path, name) {
  const declarations = parse(join(root, path)).statements.flatMap((each) => each.declarationList?.declarations ?? []);
  return Number(declarations.find((each) => each.name.text === name).initializer.text);
}

const mostWords = constantOf("src/devices/cpu/layout.ts", "maxRecord");
const mostPointers = constantOf("src/devices/cpu/layout.ts", "maxPointers");

function docOf(node) {
  const comments = node.jsDoc?.map((doc) => doc.getText(node.getSourceFile())) ?? [];
  return comments.at(-1)?.replace(/^\/\*\*\s*|\s*\*\/$/g, "") ?? "";
}

/** The words of a record in their order: a base class's come first, walks last. */
function fieldsOf(record) {
  const base = record.heritageClauses?.[0]?.types[0]?.expression.text;
  const inherited = base === undefined ? [] : fieldsOf(find(record.getSourceFile(), base));
  const own = record.members.flatMap((member) => {
    const type = member.type?.typeName?.text;
    if (ts.isPropertyDeclaration(member)) return [{ name: member.name.text, type, doc: docOf(member) }];
    return ts.isGetAccessor(member) && type === "Walk" ? [{ name: member.name.text, type, doc: docOf(member) }] : [];
  });
  return [...inherited, ...own];
}

const words = {
  i32: (field) => field,
  u32: (field) => field,
  f32: (field) => `f32(${field})`,
  Walk: (field) => `...walkWords(${field})`,
};

function writeRecord(record) {
  const fields = fieldsOf(record);
  const size = fields.reduce((sum, { type }) => sum + (type === "Walk" ? walkWords : 1), 0);
  if (size > mostWords) throw new Error(`${record.name.text} has ${size} words; a slot has room for ${mostWords}`);
  const name = record.name.text;
  const members = fields.map(({ name, type, doc }) => {
    return `${doc === "" ? "" : `/** ${doc} */\n`}readonly ${name}: ${type === "Walk" ? "Walk" : "number"};`;
  });
  return [
    `/** ${[docOf(record), `See ${place(record)}.`].join(" ").trim()} */`,
    `export interface ${name} {\n${members.join("\n")}\n}\n`,
    `function wordsOf${name}(g: ${name}): number[] {`,
    `  return [${fields.map(({ name, type }) => words[type](`g.${name}`)).join(", ")}];`,
    "}\n",
  ].join("\n");
}

const records = new Map();

function writeEntry(name, index, declaration) {
  const parameters = declaration.parameters.slice(0, -2);
  const file = declaration.getSourceFile();
  const pointers = [];
  const types = [];
  let scratch = "0";
  let record = "[]";
  for (const { name, type } of parameters) {
    const kind = type.typeName.text;
    if (name.text === "scratch") {
      scratch = "args.scratch";
      types.push("scratch: number");
    } else if (kind === "usize" || kind === "Optional") {
      pointers.push(kind === "usize" ? `args.${name.text}.address` : `addressOf(args.${name.text})`);
      types.push(`${name.text}: Area${kind === "usize" ? "" : " | null"}`);
    } else {
      if (kind !== "Walk") records.set(kind, find(file, kind));
      record = kind === "Walk" ? `walkWords(args.${name.text})` : `wordsOf${kind}(args.${name.text})`;
      types.push(`${name.text}: ${kind}`);
    }
  }
  if (pointers.length > mostPointers) throw new Error(`${name} has too many pointers for a slot`);
  const units = declaration.type.getText(file) === "void" ? "Units" : "CheckedUnits";
  return [
    `/** ${[docOf(declaration), `See ${place(declaration)}.`].join(" ").trim()} */`,
    `export function ${name}(args: { ${types.join("; ")} }, units: ${units}): Pass {`,
    `  return { entry: ${index}, pointers: [${pointers.join(", ")}], scratch: ${scratch}, words: ${record}, units };`,
    "}\n",
  ].join("\n");
}

function write() {
  const own = entries.filter(({ name }) => !elementwiseNames.includes(name.text));
  const passes = own.map((declaration, i) => writeEntry(declaration.name.text, i, declaration));
  const signature = ({ name, type }) => `${name.text}: ${type.typeName === undefined ? "void" : "number"}`;
  return [
    "// Written by kernels/build/entries.mjs from the kernels themselves, with `npm run build`: not to be edited.\n",
    'import type { Walk } from "../../core/geometry/strided.ts";',
    'import { addressOf, type Area, type CheckedUnits, f32, type Pass, type Units, walkWords } from "./pass.ts";\n',
    "/** The entry points that are no elementwise functions, by their numbers. */",
    `export const entryNames = ${JSON.stringify(own.map(({ name }) => name.text))} as const;\n`,
    "/** What the module exports besides. */",
    "export interface Helpers {",
    ...helpers.map((each) => {
      return `/** See ${place(each)}. */\n${each.name.text}(${each.parameters.map(signature).join(", ")}): void;`;
    }),
    "}\n",
    ...[...records.values()].map(writeRecord),
    ...passes,
  ].join("\n");
}

/** As the linter wants it. */
function format(text) {
  const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");
  return execFileSync(process.execPath, [biome, "check", "--write", "--stdin-file-path", target], {
    cwd: root,
    input: text,
    encoding: "utf8",
  });
}

const text = format(write());
const isCurrent = (() => {
  try {
    return readFileSync(target, "utf8") === text;
  } catch {
    return false;
  }
})();
if (process.argv.includes("--check")) {
  if (!isCurrent) throw new Error("src/devices/cpu/entries.ts is not what the kernels say: npm run build writes it");
} else if (!isCurrent) {
  writeFileSync(target, text);
}
