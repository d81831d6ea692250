import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleOf, run, silentPrints } from "./docstrings/examples.ts";
import { docblocks, isDangling, isLatex, strings, type Text } from "./docstrings/prose.ts";
import { faultsOf } from "./docstrings/rules.ts";
import { allExports, typeFaults } from "./docstrings/surface.ts";

/** What is not written yet. */
const pending = [
  "src/cli/",
  "src/core/",
  "src/create.ts",
  "src/data/",
  "src/devices/",
  "src/gradcheck/",
  "src/io/",
  "src/models/",
  "src/nn/",
  "src/ops/",
  "src/study/",
  "src/train/",
];

const isDone = (file: string) => !pending.some((prefix) => file.startsWith(prefix));

const exports = allExports();
const examples = exports.flatMap(exampleOf);
const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), "examples-"));

// Examples write files where they stand.
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

describe("docstrings", () => {
  it("say what every export takes, returns, throws, and show it", () => {
    expect(exports.length).toBeGreaterThan(300);
    expect(exports.filter(({ file }) => isDone(file)).flatMap(faultsOf)).toEqual([]);
  });

  it("are written where they are no longer pending", () => {
    const open = (prefix: string) =>
      exports.some((each) => each.file.startsWith(prefix) && faultsOf(each).length > 0) ||
      [...docblocks, ...strings].some((each) => each.file.startsWith(prefix) && (isLatex(each) || isDangling(each)));
    expect(pending.filter((prefix) => !open(prefix))).toEqual([]);
  });

  const found = (texts: readonly Text[], isWrong: (text: Text) => boolean) =>
    texts.filter((each) => isDone(each.file) && isWrong(each)).map(({ file, text }) => `${file}: ${text}`);

  it("have formulas that a hover can show", () => {
    expect(found(docblocks, isLatex)).toEqual([]);
    expect(isLatex({ file: "", text: "By w $\\partial w$" })).toBe(true);
  });

  it("name what they speak of", () => {
    expect(found([...docblocks, ...strings], isDangling)).toEqual([]);
    expect(isDangling({ file: "", text: "Of the layer." })).toBe(true);
  });
});

describe("examples", () => {
  it("print, and say what", () => {
    expect(examples.filter(({ printed }) => printed.length === 0).map(({ name }) => name)).toEqual([]);
    expect(examples.flatMap(silentPrints)).toEqual([]);
  });

  it("are strict TypeScript", () => {
    expect(typeFaults(new Map(examples.map(({ name, code }) => [name, code])))).toEqual([]);
    expect(typeFaults(new Map([["a", 'import { relu } from "alexgrad";\nrelu(1);\n']]))).toEqual([
      "a: Argument of type 'number' is not assignable to parameter of type 'Tensor'.",
    ]);
  });

  it.each(examples)("$name", async (example) => {
    expect((await run(example)).join("\n")).toBe(example.printed.join("\n"));
  });
});
