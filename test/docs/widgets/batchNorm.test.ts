import { describe, expect, it } from "vitest";
import { bugs } from "../../../docs/widgets/batch-norm/bugs.ts";
import { optionsOf, parts } from "../../../docs/widgets/batch-norm/compute.ts";
import { termsOf } from "../../../docs/widgets/batch-norm/focus.ts";
import { widget } from "../../../docs/widgets/batch-norm/index.ts";
import { running, truth } from "../../../docs/widgets/batch-norm/running.ts";
import { fields, modes, numbersOf, type State, shapeOf } from "../../../docs/widgets/batch-norm/state.ts";
import { tensorsOf } from "../../../docs/widgets/batch-norm/tensors.ts";
import { initialState, readState } from "../../../docs/widgets/core/address.ts";
import { show } from "../../../docs/widgets/core/numbers.ts";
import { keyOf } from "../../../docs/widgets/core/plane.ts";
import { placeOf } from "../../../docs/widgets/core/tensors.ts";
import { productOf } from "../../../docs/widgets/core/terms.ts";
import { drawn } from "../../../docs/widgets/core/widget.ts";
import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import * as ag from "../../../src/index.ts";
import { cellsOf } from "./cells.ts";
import { fillOf, goldenOf } from "./golden.ts";

const device = ag.reference({ dtype: "float64" });
const stateOf = (text: string): State => readState(fields, text, initialState(fields));

const states = [
  "",
  "n=2&c=1",
  "n=8&c=3&eps=1",
  "c=3&gamma=random&beta=random",
  "x=ramp&eps=0",
  "dy=onehot",
  "dy=ones",
  "training=no",
  "training=no&batches=0&eps=0.1",
  "training=no&momentum=1&batches=1&c=3",
  "training=no&source=drawn&momentum=0.5&batches=7",
];
const shownIn = [
  ["forward", "y"],
  ["by-x", "∂x"],
  ["by-params", "∂γ"],
  ["by-params", "∂β"],
  ["second", "∂S/∂(∂y)"],
  ["second", "∂S/∂x"],
  ["second", "∂S/∂γ"],
] as const;

async function byTheLibrary(s: State) {
  const at = (name: "x" | "dy" | "v" | "gamma" | "beta") =>
    ag.tensor(Array.from(numbersOf(s, name)), name === "gamma" || name === "beta" ? [s.c] : shapeOf(s), {
      device,
      requiresGrad: true,
    });
  const [x, dy, v, weight, bias] = [at("x"), at("dy"), at("v"), at("gamma"), at("beta")];
  const { runningMean, runningVar, ...options } = optionsOf(s);
  const moved = async (tensor: ag.Tensor) => ag.tensor([...(await tensor.data())], [s.c], { device });
  const statistics =
    runningMean && runningVar ? { runningMean: await moved(runningMean), runningVar: await moved(runningVar) } : {};
  const y = ag.batchNorm(x, { ...options, ...statistics, weight, bias });
  const first = ag.grad(y, [x, weight, bias], { gradOutputs: [dy], createGraph: true });
  const second = ag.grad(ag.sum(ag.mul(v, first[0])), [dy, x, weight], { allowUnused: true });
  const data = async (tensor: ag.Tensor | null, size: number) =>
    tensor === null ? new Array<number>(size).fill(0) : [...(await tensor.data())];
  const all = [y, ...first, ...second];
  const names = ["y", "∂x", "∂γ", "∂β", "∂S/∂(∂y)", "∂S/∂x", "∂S/∂γ"] as const;
  const found = await Promise.all(all.map((tensor) => data(tensor, x.size)));
  return Object.fromEntries(names.map((name, i) => [name, found[i]])) as Record<(typeof names)[number], number[]>;
}

describe("batch-norm", () => {
  it.each(states)("shows the library's numbers: %s", async (text) => {
    const all = await byTheLibrary(stateOf(text));
    for (const [mode, name] of shownIn) {
      const cells = cellsOf(drawn(widget, `${text}&mode=${mode}`));
      const { shape } = tensorsOf(stateOf(`${text}&mode=${mode}`)).find((tensor) => tensor.name === name)!;
      for (const [i, value] of all[name].entries()) {
        const key = keyOf(name, coordinates(i, shape));
        expect([key, cells.get(key)]).toEqual([key, show(value)]);
      }
    }
  });

  it.each(states)("the three parts add up to the gradient, and over the batch to 0: %s", async (text) => {
    const s = stateOf(text);
    const dx = (await byTheLibrary(s))["∂x"];
    const [direct, byMean, byVariance] = parts(s);
    for (const [i, value] of dx.entries()) expect(direct[i] + byMean[i] + byVariance[i]).toBeCloseTo(value, 11);
    for (let c = 0; c < s.c; c++) {
      const over = (part: ArrayLike<number>) =>
        Array.from({ length: s.n }, (_, i) => part[i * s.c + c]).reduce((sum, value) => sum + value, 0);
      if (s.training) expect(over(direct) + over(byMean)).toBeCloseTo(0, 11);
      else expect(Array.from(byMean)).toEqual(Array.from(byMean, () => 0));
      expect(over(byVariance)).toBeCloseTo(0, 11);
    }
  });

  it.each(states)("contributions add up to the cell: %s", async (text) => {
    const all = await byTheLibrary(stateOf(text));
    for (const [mode, name] of shownIn) {
      const s = stateOf(`${text}&mode=${mode}`);
      const { shape } = tensorsOf(s).find((tensor) => tensor.name === name)!;
      for (const [i, value] of all[name].entries()) {
        const terms = termsOf(s, placeOf(tensorsOf(s), keyOf(name, coordinates(i, shape))));
        expect(terms.reduce((sum, term) => sum + productOf(term), 0)).toBeCloseTo(value, 10);
      }
    }
  });

  it.each(goldenOf("batchNorm").filter(({ name, inputs }) => inputs.x.shape.length === 2 && /train/.test(name)))(
    "shows PyTorch's numbers: $name",
    ({ options, inputs, gradOutput, output, gradients }) => {
      const [n, c] = inputs.x.shape;
      const fills = [
        ["x", inputs.x],
        ["gamma", inputs.weight],
        ["beta", inputs.bias],
        ["dy", gradOutput],
      ] as const;
      const numbers = fills.map(([name, values]) => `${name}=${fillOf(values)}`).join("&");
      expect(options.eps).toBe(1e-5);
      for (const [mode, name, { data, shape }] of [
        ["forward", "y", output],
        ["by-x", "∂x", gradients.x],
        ["by-params", "∂γ", gradients.weight],
        ["by-params", "∂β", gradients.bias],
      ] as const) {
        const cells = cellsOf(drawn(widget, `n=${n}&c=${c}&${numbers}&mode=${mode}`));
        for (const [i, value] of data.entries())
          expect(cells.get(keyOf(name, coordinates(i, shape)))).toBe(show(value));
      }
    },
  );

  it("keeps the unbiased variance: the same batch for ever comes to n / (n − 1) times its own", () => {
    const s = stateOf("mode=running&momentum=0.5&batches=60&n=3");
    const { mean, variance, batchMean, batchVariance } = running(s);
    expect(mean).toHaveLength(61);
    expect([...mean[0], ...variance[0]]).toEqual([0, 0, 1, 1]);
    for (let c = 0; c < s.c; c++) {
      expect(mean[60][c]).toBeCloseTo(batchMean[0][c], 12);
      expect(variance[60][c]).toBeCloseTo((batchVariance[0][c] * 3) / 2, 12);
      expect(truth(s)[c]).toBeCloseTo((batchVariance[0][c] * 3) / 2, 12);
    }
  });

  it("draws batches of the same variance, each another", () => {
    const s = stateOf("mode=running&source=drawn&batches=60&n=8");
    const { batchVariance } = running(s);
    expect(new Set(batchVariance.map(([first]) => first)).size).toBe(60);
    const average = batchVariance.reduce((sum, each) => sum + each[0], 0) / 60;
    expect(average / truth(s)[0]).toBeGreaterThan(0.7);
    expect(average / truth(s)[0]).toBeLessThan(1.05);
  });

  it("is refused in the library's words", () => {
    expect(() => drawn(widget, "n=1")).toThrow(/batchNorm: expected more than one value per channel in training/);
    expect(() => drawn(widget, "eps=-1")).toThrow(/expected one of 0/);
    const cells = cellsOf(drawn(widget, "x=ramp;0,0:NaN"));
    expect([cells.get("y:1,0"), cells.get("y:1,1")]).toEqual(["NaN", expect.not.stringContaining("NaN")]);
  });

  it.each(modes)("draws every cell of %s", (mode) => {
    for (const select of ["x:0,0", "y:5,1", "∂x:2,0", "γ:1", "∂γ:0", "σ²:1", "v:0,0", "∂S/∂γ:0", "x:9,9", "q", ""]) {
      for (const rest of ["", "&training=no", "&n=2&c=1", "&x=nan"]) {
        expect(drawn(widget, `mode=${mode}&select=${select}${rest}`)).toContain("ag-plane");
      }
    }
  });

  it("marks what each bug makes wrong, where it shows", () => {
    const shown = (rest: string) =>
      bugs.filter((_, bug) => drawn(widget, `mode=broken&bug=${bug}${rest}`).includes("✓"));
    expect(bugs).toHaveLength(9);
    const all = new Set([...shown("&eps=0.1"), ...shown("&training=no")]);
    expect(bugs.filter((bug) => !all.has(bug))).toEqual([]);
  });
});
