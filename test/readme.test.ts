import { readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const manifest: { exports: Record<string, { default: string }> } = JSON.parse(read("package.json"));

/** The snippet as JavaScript, with the package's own name resolved through its exports, as built. */
function toModule(snippet: string): string {
  const code = ts.transpile(snippet, { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext });
  const linked = code.replace(/from "alexgrad(\/\w+)?"/g, (_, path = "") => {
    const target = manifest.exports[`.${path}`]!.default;
    return `from "${new URL(`../${target}`, import.meta.url)}"`;
  });
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
