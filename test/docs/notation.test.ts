import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const docs = new URL("../../docs/", import.meta.url);
const read = (page: string) => readFileSync(new URL(page, docs), "utf8");

const formulasOf = (page: string): string[] =>
  [...page.replaceAll(/```.*?```/gs, "").matchAll(/\$\$(.*?)\$\$|\$(?!\s)((?:\\.|[^\\$\n])+?)\$(?!\d)/gs)].map(
    ([, block, inline]) => (block ?? inline)!,
  );

/** What TeX's commands are called that stand for a letter. */
const greek =
  /\\(var)?(alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|chi|psi|omega|partial|nabla)(?![a-zA-Z])/gi;

/** The letters of a formula: of one character, or Greek; words in \text and the names of functions are none. */
function lettersOf(formula: string): string[] {
  const words = formula.replaceAll(/\\(text|mathrm|operatorname|begin|end|mathbf|mathbb|tag)\*?\{[^}]*\}/g, " ");
  const found = [...words.matchAll(greek)].map(([, , name]) => name!);
  return [...found, ...(words.replaceAll(/\\[a-zA-Z]+/g, " ").match(/[a-zA-Z]/g) ?? [])];
}

const known = new Set(formulasOf(read("start/notation.md")).flatMap(lettersOf));
const pages = ["ops", "gradients"].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, docs))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `${folder}/${file}`),
);

describe("letters of formulas", () => {
  it("are found", () => {
    expect(lettersOf("\\frac{\\partial L}{\\varepsilon_x} \\text{for all } \\sin \\hat{y}")).toEqual(
      expect.arrayContaining(["partial", "epsilon", "L", "x", "y"]),
    );
    expect(lettersOf("\\text{fanIn} \\le \\max")).toEqual([]);
    expect(known.size).toBeGreaterThan(20);
  });

  it.each(pages)("%s: are in the notation table", (page) => {
    const used = new Set(formulasOf(read(page)).flatMap(lettersOf));
    expect([...used].filter((letter) => !known.has(letter))).toEqual([]);
  });
});
