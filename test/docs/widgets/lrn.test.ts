import { describe, expect, it } from "vitest";
import { initialState, readState } from "../../../docs/widgets/core/address.ts";
import { show } from "../../../docs/widgets/core/numbers.ts";
import { keyOf } from "../../../docs/widgets/core/plane.ts";
import { placeOf } from "../../../docs/widgets/core/tensors.ts";
import { productOf } from "../../../docs/widgets/core/terms.ts";
import { drawn } from "../../../docs/widgets/core/widget.ts";
import { bugs } from "../../../docs/widgets/lrn/bugs.ts";
import { computed, numbersOf, partsOfAll, windowAt } from "../../../docs/widgets/lrn/compute.ts";
import { conventions } from "../../../docs/widgets/lrn/converter.ts";
import { acting } from "../../../docs/widgets/lrn/curves.ts";
import { termsOf } from "../../../docs/widgets/lrn/focus.ts";
import { widget } from "../../../docs/widgets/lrn/index.ts";
import {
  fields,
  fullShapeOf,
  geometryOf,
  modes,
  optionsOf,
  type State,
  shapeOf,
} from "../../../docs/widgets/lrn/state.ts";
import { tensorsOf } from "../../../docs/widgets/lrn/tensors.ts";
import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import * as ag from "../../../src/index.ts";
import { cellsOf } from "./cells.ts";
import { fillOf, goldenOf, type Values } from "./golden.ts";

const device = ag.reference({ dtype: "float64" });
const stateOf = (text: string): State => readState(fields, text, initialState(fields));

const states = [
  "",
  "size=3&alpha=5&k=0.5",
  "size=4&beta=1",
  "size=2&divide=no",
  "size=1",
  "size=11&c=5&k=1",
  "alpha=0.0001&divide=no",
  "beta=2&k=0.5&x=ramp",
  "channels=within",
  "channels=within&size=2&divide=no&beta=1",
  "channels=within&size=4&k=1&x=checkerboard&dy=onehot",
];

async function byTheLibrary(s: State) {
  const at = (name: "x" | "dy" | "v") =>
    ag.tensor(Array.from(numbersOf(s, name)), fullShapeOf(s), { device, requiresGrad: true });
  const [x, dy, v] = [at("x"), at("dy"), at("v")];
  const y = ag.localResponseNorm(x, optionsOf(s));
  const [dx] = ag.grad(y, [x], { gradOutputs: [dy], createGraph: true });
  const [byDy, byX] = ag.grad(ag.sum(ag.mul(v, dx)), [dy, x]);
  const data = async (tensor: ag.Tensor) => [...(await tensor.data())];
  return { y: await data(y), "∂x": await data(dx), "∂S/∂(∂y)": await data(byDy), "∂S/∂x": await data(byX) };
}

describe("lrn", () => {
  it.each(states)("shows the library's numbers: %s", async (text) => {
    const s = stateOf(text);
    const all = await byTheLibrary(s);
    for (const [mode, name] of [
      ["forward", "y"],
      ["by-x", "∂x"],
      ["second", "∂S/∂(∂y)"],
      ["second", "∂S/∂x"],
    ] as const) {
      const cells = cellsOf(drawn(widget, `${text}&mode=${mode}`));
      for (const [i, value] of all[name].entries()) {
        const key = keyOf(name, coordinates(i, shapeOf(s)));
        expect([key, cells.get(key)]).toEqual([key, show(value)]);
      }
    }
  });

  it.each(states)(
    "own term and cross term add up to the gradient, and so do the terms written out: %s",
    async (text) => {
      const all = await byTheLibrary(stateOf(text));
      const { own, cross } = partsOfAll(stateOf(text));
      for (const [i, value] of all["∂x"].entries()) expect(own[i] + cross[i]).toBeCloseTo(value, 11);
      for (const [mode, name] of [
        ["by-x", "∂x"],
        ["second", "∂S/∂(∂y)"],
        ["second", "∂S/∂x"],
      ] as const) {
        const s = stateOf(`${text}&mode=${mode}`);
        for (const [i, value] of all[name].entries()) {
          const terms = termsOf(s, placeOf(tensorsOf(s), keyOf(name, coordinates(i, shapeOf(s)))));
          expect(terms.reduce((sum, term) => sum + productOf(term), 0)).toBeCloseTo(value, 10);
        }
      }
    },
  );

  it.each(states)("frames the window that the library sums: %s", (text) => {
    // With ones, k = 0 and α as it is, d counts a window's elements.
    const s = { ...stateOf(text), x: stateOf("x=ones").x, alpha: "1", k: "0", divide: false } as const;
    const { d } = computed(s);
    for (const [i, count] of d.entries())
      expect(windowAt(geometryOf(s), shapeOf(s), i)).toHaveLength(Math.round(count));
    for (let i = 0; i < d.length; i++) {
      for (const j of windowAt(geometryOf(s), shapeOf(s), i)) {
        expect(windowAt(geometryOf(s), shapeOf(s), j, true)).toContain(i);
      }
    }
  });

  it.each(goldenOf("localResponseNorm").filter(({ options: { beta, k, alpha } }) => fits(beta, k, alpha)))(
    "shows PyTorch's numbers: $name",
    ({ options: { size, alpha, beta, k }, inputs, gradOutput, output, gradients }) => {
      // The channels at the first pixel of the first image.
      const [, c, h, w] = inputs.x.shape;
      const pixel = ({ data }: Values) => Array.from({ length: c }, (_, i) => data[i * h * w]);
      const [x, dy] = [inputs.x, gradOutput].map((all) => fillOf({ data: pixel(all), shape: [c] }));
      const text = `c=${c}&size=${size}&alpha=${alpha}&beta=${beta}&k=${k}&x=${x}&dy=${dy}`;
      for (const [mode, name, expected] of [
        ["forward", "y", output],
        ["by-x", "∂x", gradients.x],
      ] as const) {
        const cells = cellsOf(drawn(widget, `${text}&mode=${mode}`));
        for (const [i, value] of pixel(expected).entries()) expect(cells.get(keyOf(name, [i]))).toBe(show(value));
      }
    },
  );

  it.each(states)("the converter gives every library an α that makes the same layer: %s", async (text) => {
    const s = stateOf(text);
    const { y } = computed(s);
    const x = ag.tensor(Array.from(numbersOf(s, "x")), fullShapeOf(s), { device });
    const all = conventions(s);
    expect(all).toHaveLength(8);
    for (const { library, divides, alpha, lacks } of all) {
      if (lacks !== "") continue;
      const same = ag.localResponseNorm(x, { ...optionsOf(s), alpha, divideAlpha: divides });
      for (const [i, value] of (await same.data()).entries()) expect(value, library).toBeCloseTo(y[i], 10);
    }
  });

  it("converts the layer of bvlc_alexnet as people found it", () => {
    const call = (library: string) =>
      conventions(stateOf("alpha=0.0001&k=1")).find((each) => each.library === library)?.call;
    expect(call("caffe")).toBe("lrn_param { local_size: 5 alpha: 0.0001 beta: 0.75 k: 1 }");
    expect(call("tensorflow")).toContain("depth_radius=2, bias=1, alpha=0.00002, beta=0.75");
    const lacks = (text: string) => conventions(stateOf(text)).map((each) => each.lacks !== "");
    expect(lacks("size=4").filter(Boolean)).toHaveLength(6);
    expect(lacks("channels=within").filter(Boolean)).toHaveLength(6);
    expect(lacks("channels=within&k=1").filter(Boolean)).toHaveLength(5);
  });

  it("says when the layer begins to act", () => {
    const paper = stateOf("alpha=0.0001&divide=no&x=ones");
    const [small, large] = acting(paper, [1, 1024], 3);
    expect(small.sum).toBeCloseTo(5e-4, 12);
    expect(small.left).toBeCloseTo(2 ** -0.75, 3);
    expect(large.sum / large.k).toBeGreaterThan(100);
    expect(drawn(widget, "mode=acts&alpha=0.0001")).toContain("hardly acts");
    expect(drawn(widget, "mode=acts&alpha=0.0001&scale=10")).toContain("It acts");
  });

  it("is refused in the library's words", () => {
    expect(() => drawn(widget, "size=0")).toThrow(/localResponseNorm: expected size/);
    expect(() => drawn(widget, "alpha=-1")).toThrow(/expected one of 0/);
    expect(() => drawn(widget, "x=ones;1:")).toThrow(/an empty field/);
    expect(cellsOf(drawn(widget, "x=ones;3:NaN")).get("y:1")).toBe("NaN");
    expect(cellsOf(drawn(widget, "x=ones;3:NaN")).get("y:0")).not.toBe("NaN");
  });

  it.each(modes)("draws every cell of %s", (mode) => {
    for (const select of ["x:0", "y:7", "d:2", "∂x:3", "∂y:1", "v:2", "∂S/∂x:4", "∂S/∂(∂y):0", "x:99", "q", ""]) {
      for (const rest of ["", "&channels=within", "&c=1&size=1", "&x=nan"]) {
        expect(drawn(widget, `mode=${mode}&select=${select}${rest}`)).toContain("<table");
      }
    }
  });

  it("marks what each bug makes wrong, where it shows", () => {
    const shown = (rest: string) =>
      bugs.filter((_, bug) => drawn(widget, `mode=broken&bug=${bug}&${rest}`).includes("✓"));
    expect(bugs).toHaveLength(8);
    const all = new Set([...shown("size=4"), ...shown("size=3&channels=within")]);
    expect(bugs.filter((bug) => !all.has(bug))).toEqual([]);
    expect(shown("size=5").map(({ name }) => name)).not.toContain("localResponseNormGrad: window not turned round");
  });
});

/** Whether the widget has an option's value among its own. */
function fits(beta: number, k: number, alpha: number): boolean {
  const has = (name: "beta" | "k" | "alpha", value: number) => {
    try {
      fields[name].read(String(value));
      return true;
    } catch {
      return false;
    }
  };
  return has("beta", beta) && has("k", k) && has("alpha", alpha);
}
