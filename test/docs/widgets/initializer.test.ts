import { describe, expect, it } from "vitest";
import { initialState, readState } from "../../../docs/widgets/core/address.ts";
import { drawn } from "../../../docs/widgets/core/widget.ts";
import { depth, fans, flow, initializerOf, limitsOf } from "../../../docs/widgets/initializer/compute.ts";
import { widget } from "../../../docs/widgets/initializer/index.ts";
import { initializers } from "../../../docs/widgets/initializer/state.ts";
import { Rng, randn, reference } from "../../../src/index.ts";
import { constant, Linear } from "../../../src/nn/index.ts";
import { checkTypes } from "../../snippets.ts";

const stateOf = (text: string) => readState(widget.fields, text, initialState(widget.fields));

describe("ten layers", () => {
  it.each([
    "k=6",
    "k=1",
    "k=12",
    "activation=tanh",
    "init=heNormal&activation=relu",
    "even=8&odd=24&seed=3",
    "bias=10",
  ])("%s: are the library's own layers", async (text) => {
    const s = stateOf(text);
    const device = reference({ dtype: "float64" });
    const rng = new Rng(s.seed);
    let z = randn([32, s.even], { rng, device });
    for (let i = 1; i <= depth; i++) {
      const [to, from] = i % 2 === 1 ? [s.odd, s.even] : [s.even, s.odd];
      const h = i === 1 || s.activation === "linear" ? z : s.activation === "tanh" ? z.tanh() : z.relu();
      const settings = { weightInit: initializerOf(s), biasInit: constant(s.bias / 10), rng, device };
      z = new Linear(from, to, settings).forward(h);
      expect(flow(s).forward[i]).toBeCloseTo(await z.variance().item(), 10);
    }
  });

  it("k = 6 keeps the variance, forward and back; each step of k multiplies it by k / 6", () => {
    const ratios = (text: string) => {
      const { forward, backward } = flow(stateOf(text));
      return [forward[depth] / forward[0], backward[0] / backward[depth]];
    };
    const kept = ratios("k=6&even=96&odd=96");
    for (const ratio of kept) expect(Math.abs(Math.log(ratio))).toBeLessThan(0.7);
    const less = ratios("k=3&even=96&odd=96");
    less.forEach((ratio, i) => {
      expect(ratio / kept[i]!).toBeCloseTo(0.5 ** depth, 10);
    });
  });

  it("σ = 0.01 leaves nothing of it", () => {
    const { forward, backward } = flow(stateOf("init=gaussian&activation=relu"));
    expect(forward[depth]).toBeLessThan(1e-20);
    expect(backward[0]).toBeLessThan(1e-20);
  });
});

it.each(initializers.options)("%s: its weights keep to the limits that are shown", (init) => {
  const s = stateOf(`init=${init}`);
  const shape = [60, 90];
  const { kind, size } = limitsOf(initializerOf(s), shape);
  const values = Array.from(initializerOf(s)(shape, new Rng(5)));
  const square = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
  expect(square / (kind === "uniform" ? size ** 2 / 3 : size ** 2)).toBeCloseTo(1, 1);
  if (kind === "uniform") expect(Math.max(...values.map(Math.abs)) / size).toBeCloseTo(1, 2);
});

describe("fans", () => {
  it.each([
    ["c=4&filters=8&kernel=3&groups=1", 36, 72, 72],
    ["c=4&filters=8&kernel=3&groups=2", 18, 72, 36],
    ["c=6&filters=6&kernel=5&groups=6", 25, 150, 25],
  ])("%s: fan-in %i, fan-out %i, of which %i reach an element", (text, fanIn, fanOut, reached) => {
    const { limits, products } = fans(stateOf(`mode=fans&${text}`));
    expect([limits.fanIn, products.output, limits.fanOut, products.input]).toEqual([fanIn, fanIn, fanOut, reached]);
  });

  it("groups that do not divide the channels are refused", () => {
    expect(() => drawn(widget, "mode=fans&groups=3")).toThrow(/groups/);
  });
});

it("draws every initializer in both modes", () => {
  for (const init of initializers.options) {
    for (const mode of ["layers", "fans"]) expect(drawn(widget, `mode=${mode}&init=${init}`)).toContain("fanIn");
  }
});

it("its TypeScript is of today's library", () => {
  const pages = ["", "init=gaussian&activation=relu", "init=heNormal&activation=tanh"].map((text) => ({
    page: text,
    line: 1,
    code: widget.code!(stateOf(text)).typescript,
  }));
  expect(checkTypes(pages)).toEqual([]);
});
