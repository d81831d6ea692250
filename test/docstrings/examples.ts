import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { format } from "node:util";
import ts from "typescript";
import { docblockOf } from "./docblock.ts";
import { type Export, entryPoints, root } from "./surface.ts";

export interface Example {
  /** The export that it belongs to. */
  readonly name: string;
  readonly code: string;
  /** What its comments say that it prints. */
  readonly printed: readonly string[];
}

export function exampleOf({ name, file, declarations }: Export): Example[] {
  return docblockOf(declarations).examples.map((text) => {
    const [, code = ""] = /^```ts\n(.*)```$/s.exec(text) ?? [];
    const comments = [...code.matchAll(/console\.log\(.*\); \/\/ (.*(?:\n\/\/ .*)*)/g)];
    return { name: `${file} ${name}`, code, printed: comments.map((found) => found[1]!.replaceAll(/\n\/\/ /g, "\n")) };
  });
}

/** Lines that print without saying what. */
export function silentPrints({ code }: Example): string[] {
  return code.split("\n").filter((line) => line.includes("console.log(") && !/; \/\/ \S/.test(line));
}

/** Runs an example on the sources, whatever was built, and returns what it printed. */
export async function run({ code }: Example): Promise<string[]> {
  const js = ts.transpile(code, { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS });
  const resolve = (name: string) => pathToFileURL(createRequire(import.meta.url).resolve(name)).href;
  const names = [...js.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name!);
  const modules = new Map(await Promise.all(names.map(async (name) => [name, await load(name)] as const)));
  const lines: string[] = [];
  const body = Object.getPrototypeOf(run).constructor(
    "require",
    "exports",
    "console",
    "resolve",
    js.replaceAll("import.meta.resolve", "resolve"),
  );
  const log = (...args: unknown[]) => lines.push(format(...args));
  await body((name: string) => modules.get(name), {}, { log }, resolve);
  return lines;
}

function load(name: string): Promise<unknown> {
  const source = entryPoints[name];
  return import(/* @vite-ignore */ source === undefined ? name : `${root}${source}`);
}
