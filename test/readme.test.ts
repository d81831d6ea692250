import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const { resolve } = createRequire(import.meta.url);

/** The snippet as JavaScript, with the package's own name resolved as a user's would be, to what was built. */
function toModule(snippet: string): string {
  const code = ts.transpile(snippet, { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext });
  const linked = code.replace(/from "(alexgrad[^"]*)"/g, (_, name) => `from "${pathToFileURL(resolve(name))}"`);
  return `data:text/javascript;base64,${Buffer.from(linked).toString("base64")}`;
}

describe("README.md", () => {
  const snippets = [...read("README.md").matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!);

  it("has snippets", () => {
    expect(snippets.length).toBeGreaterThan(2);
  });

  it.each(snippets)("snippet %# runs", async (snippet) => {
    await import(/* @vite-ignore */ toModule(snippet));
  });
});
