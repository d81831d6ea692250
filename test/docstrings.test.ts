import { afterAll, beforeAll, describe, expect, it } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { exampleOf, run, silentPrints } from "./docstrings/examples.ts";
import { exampleFiles } from "./docstrings/files.ts";
import { docblocks, isDangling, isLatex, strings, type Text } from "./docstrings/prose.ts";
import { faultsOf } from "./docstrings/rules.ts";
import { allExports, entryPoints, lackingExports, silentMembers, typeFaults } from "./docstrings/surface.ts";

const exports = allExports();
const examples = exports.flatMap(exampleOf);
const home = process.cwd();

// Examples read and write files where they stand.
beforeAll(async () => process.chdir(await exampleFiles()));
afterAll(() => process.chdir(home));

describe("docstrings", () => {
  it("say what every export takes, returns, throws, and show it", () => {
    const entries = Object.keys(packageJson.exports).filter((entry) => entry !== "./package.json");
    expect(Object.keys(entryPoints)).toEqual(entries.map((entry) => entry.replace(".", "alexgrad")));
    expect(exports.length).toBeGreaterThan(300);
    expect(exports.flatMap(faultsOf)).toEqual([]);
  });

  it("are shown at the methods of tensors too, which are operators", () => {
    expect(exports.flatMap((each) => (each.name === "Tensor" ? silentMembers(each) : []))).toEqual([]);
    expect(lackingExports().flatMap((each) => (each.name === "Some" ? silentMembers(each) : []))).toEqual(["x"]);
  });

  it("would be found lacking", () => {
    const found = lackingExports().map((each) => {
      const start = `src/ops/lacking.ts ${each.name}: `;
      return [each.name, faultsOf({ ...each, file: "src/ops/lacking.ts" }).map((fault) => fault.replace(start, ""))];
    });
    const options = ["options.size: no docblock", "options.round: no default"];
    const operator = ["no formula", "no source of the formula"];
    const all = ["no docblock", "0 examples"];
    expect(Object.fromEntries(found)).toEqual({
      some: [
        ...all,
        "no @param x",
        ...options,
        "no @throws ShapeError",
        "no @returns",
        ...operator,
        "no @throws OptionError",
      ],
      someOperator: [
        "@throws SomeError, which the library does not have",
        "@param x without a shape",
        "@returns without a shape",
        ...operator,
      ],
      someUnary: [...all, "no @param x", ...options, "no @returns", ...operator, "no @throws OptionError"],
      someBinary: [...all, "no @param a", "no @param b", "no @returns", ...operator, "no @throws ShapeError"],
      SomeOptions: ["no docblock", "size: no docblock", "round: no default"],
      Some: ["0 examples", "@param x without a shape", "x: no docblock"],
    });
  });

  const found = (texts: readonly Text[], isWrong: (text: Text) => boolean) =>
    texts.filter(isWrong).map(({ file, text }) => `${file}: ${text}`);

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
