import { describe, expect, it } from "vitest";
import { describeGraph, reference, tensor } from "../../src/index.ts";

const device = reference({ dtype: "float64" });
const leaf = (values: number | number[]) => tensor(values, { device, requiresGrad: true });

describe("describeGraph", () => {
  it("has a line for each step, and counts a buffer once", () => {
    const [a, b] = [leaf([2, 5]), leaf([3, 4])];
    const product = a.mul(b);
    const text = describeGraph(product.exp().mul(a).sum(), { names: { a, b, product } });
    const start = a.gradFn!.id;
    const relative = text.replace(/#(\d+) */g, (_, id: string) => `#${Number(id) - start} `);
    const columns = relative.split("\n").map((line) =>
      line
        .trim()
        .split(/ {2,}| (?=y|a 2)/)
        .join(" | "),
    );
    expect(columns).toEqual([
      "step | operator | output | inputs | saved",
      expect.stringMatching(/^─+$/),
      "#5 sum | scalar | x #4",
      "#4 mul | 2 | a #3 , b #0 | a 2, b 2 | 32 B",
      "#3 exp | 2 | x #2 | y 2 | 16 B",
      "#2 product = mul | 2 | a #0 , b #1 | a 2, b 2 | 32 B",
      "#1 leaf | 2 | b",
      "#0 leaf | 2 | a",
      expect.stringMatching(/^─+$/),
      "total | 6 steps | 48 B",
      "",
      "Saved: 48 B, each buffer counted once; 32 B of it in named tensors.",
    ]);
    const narrow = describeGraph(product, { width: 40 });
    expect(narrow).toMatch(/a, b +32 B\n/);
    expect(String(product.gradFn)).toBe(`#${start + 2} mul [2]: a #${start} [2], b #${start + 1} [2]; saved a, b`);
  });

  it("takes what requires no gradient, and refuses what is no tensor", () => {
    expect(describeGraph(tensor(1, { device }))).toMatch(/total +0 steps\n\nSaved: nothing\.$/);
    expect(() => describeGraph(3 as never)).toThrow("describeGraph: expected outputs to be an array");
  });
});
