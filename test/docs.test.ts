import { existsSync } from "node:fs";
import { format } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { makeTransform } from "../src/data/index.ts";
import { recipePipeline } from "../src/train/pipeline.ts";
import { readRecipeFields } from "../src/train/recipes/read.ts";
import { checkTypes, pages, readPage, snippetsOf } from "./snippets.ts";
import { toModule } from "./toModule.ts";

const snippets = pages.flatMap(snippetsOf);

afterEach(() => vi.restoreAllMocks());

describe("snippets", () => {
  it("are in the README and in the pages", () => {
    expect(snippets.map(({ page }) => page)).toEqual(expect.arrayContaining(["README.md", "docs/guides/gradcheck.md"]));
    expect(snippets.length).toBeGreaterThan(8);
  });

  it("are strict TypeScript", () => {
    expect(checkTypes(snippets)).toEqual([]);
  });

  it("are not, where something is wrong", () => {
    const code = 'import { sum, ones } from "alexgrad";\n\nsum(ones([2]), { axes: 0 });\nexport const f = (x) => x;\n';
    expect(checkTypes([{ page: "a.md", line: 10, code }])).toEqual([
      "a.md:12: Object literal may only specify known properties, and 'axes' does not exist in type 'ReduceOptions'.",
      "a.md:13: Parameter 'x' implicitly has an 'any' type.",
    ]);
  });

  // They need files: test/fineTuning.test.ts and test/cli/ownImages.test.ts run them.
  const withFiles = ["docs/guides/fine-tuning.md", "docs/guides/own-images.md"];
  const alone = snippets.filter(({ page }) => !withFiles.includes(page));

  it.each(alone)("of $page, line $line: runs", async ({ code, printed }) => {
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((...args) => void lines.push(format(...args)));
    await import(/* @vite-ignore */ toModule(code));
    if (printed !== undefined) expect(`${lines.join("\n")}\n`).toBe(printed);
  });
});

it("links to files that there are", () => {
  const dead = ["CONTRIBUTING.md", "kernels/README.md", ...pages].flatMap((page) => {
    const links = [...readPage(page).matchAll(/(?<!@\[\w+)\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
    const local = links.filter((link) => !/^(https?:|#)/.test(link));
    const folder = new URL(`../${page}`, import.meta.url);
    return local.filter((link) => !existsSync(new URL(link.split("#")[0]!, folder))).map((link) => `${page}: ${link}`);
  });
  expect(dead).toEqual([]);
});

it("docs/guides/training.md: its JSON is what --config takes", () => {
  const snippets = [...readPage("docs/guides/training.md").matchAll(/```json\n(.*?)```/gs)];
  expect(snippets.length).toBeGreaterThan(0);
  for (const [, json] of snippets) {
    const { pipeline } = readRecipeFields(JSON.parse(json!), "docs/guides/training.md");
    const { train, eval: measured } = recipePipeline(pipeline!, [3, 32, 32]);
    const statistics = { mean: [0, 0, 0], std: [1, 1, 1] };
    for (const spec of [...train, ...measured]) expect(makeTransform(spec, statistics)).toBeTypeOf("function");
  }
});
