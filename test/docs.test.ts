import { readFileSync } from "node:fs";
import { format } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { makeTransform } from "../src/data/index.ts";
import { recipePipeline } from "../src/train/pipeline.ts";
import { readRecipeFields } from "../src/train/recipes/read.ts";
import { toModule } from "./toModule.ts";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
afterEach(() => vi.restoreAllMocks());

describe.each(["README.md", "docs/gradcheck.md"])("%s", (page) => {
  // A block of text right behind a snippet is what it prints.
  const snippets = [...read(page).matchAll(/```ts\n(.*?)```\n(?:\n```text\n(.*?)```)?/gs)];

  it("has snippets", () => {
    expect(snippets.length).toBeGreaterThan(2);
  });

  it.each(snippets.map(([, code, printed]) => [code!, printed]))("snippet %# runs", async (code, printed) => {
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((...args) => void lines.push(format(...args)));
    await import(/* @vite-ignore */ toModule(code!));
    if (printed !== undefined) expect(`${lines.join("\n")}\n`).toBe(printed);
  });
});

it("docs/training.md: its JSON is what --config takes", () => {
  const snippets = [...read("docs/training.md").matchAll(/```json\n(.*?)```/gs)];
  expect(snippets.length).toBeGreaterThan(0);
  for (const [, json] of snippets) {
    const { pipeline } = readRecipeFields(JSON.parse(json!), "docs/training.md");
    const { train, eval: measured } = recipePipeline(pipeline!, [3, 32, 32]);
    const statistics = { mean: [0, 0, 0], std: [1, 1, 1] };
    for (const spec of [...train, ...measured]) expect(makeTransform(spec, statistics)).toBeTypeOf("function");
  }
});
