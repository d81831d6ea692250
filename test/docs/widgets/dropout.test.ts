import { describe, expect, it } from "vitest";
import { initialState, readState } from "../../../docs/widgets/core/address.ts";
import { show } from "../../../docs/widgets/core/numbers.ts";
import { keyOf } from "../../../docs/widgets/core/plane.ts";
import { placeOf } from "../../../docs/widgets/core/tensors.ts";
import { productOf } from "../../../docs/widgets/core/terms.ts";
import { drawn } from "../../../docs/widgets/core/widget.ts";
import { bugs } from "../../../docs/widgets/dropout/bugs.ts";
import { computed, expectation, spread } from "../../../docs/widgets/dropout/compute.ts";
import { termsOf } from "../../../docs/widgets/dropout/focus.ts";
import { widget } from "../../../docs/widgets/dropout/index.ts";
import { fields, modes, numbersOf, probabilityOf, type State } from "../../../docs/widgets/dropout/state.ts";
import { tensorsOf } from "../../../docs/widgets/dropout/tensors.ts";
import * as ag from "../../../src/index.ts";
import { cellsOf } from "./cells.ts";

const device = ag.reference({ dtype: "float64" });
const stateOf = (text: string): State => readState(fields, text, initialState(fields));

const states = [
  "",
  "p=0",
  "p=20",
  "p=5&seed=3",
  "p=19&units=16",
  "convention=2012",
  "convention=2012&p=4&seed=9",
  "training=no",
  "training=no&convention=2012",
  "units=1&seed=0",
  "x=random&dy=onehot&v=ones",
];
const shownIn = [
  ["forward", "y"],
  ["by-x", "∂x"],
  ["second", "∂S/∂(∂y)"],
  ["second", "∂S/∂x"],
] as const;

async function byTheLibrary(s: State) {
  const at = (name: "x" | "dy" | "v") =>
    ag.tensor(Array.from(numbersOf(s, name)), [s.units], { device, requiresGrad: true });
  const [x, dy, v] = [at("x"), at("dy"), at("v")];
  const rng = new ag.Rng(s.seed);
  const options = { p: probabilityOf(s), training: s.training, inverted: s.convention === "inverted", rng };
  const y = ag.dropout(x, options);
  const [dx] = ag.grad(y, [x], { gradOutputs: [dy], createGraph: true });
  const [byDy] = ag.grad(ag.sum(ag.mul(v, dx)), [dy]);
  const data = async (tensor: ag.Tensor) => [...(await tensor.data())];
  const zeros = new Array<number>(s.units).fill(0);
  return { y: await data(y), "∂x": await data(dx), "∂S/∂(∂y)": await data(byDy), "∂S/∂x": zeros };
}

describe("dropout", () => {
  it.each(states)("shows the library's numbers: %s", async (text) => {
    const all = await byTheLibrary(stateOf(text));
    for (const [mode, name] of shownIn) {
      const cells = cellsOf(drawn(widget, `${text}&mode=${mode}`));
      for (const [i, value] of all[name].entries()) {
        const key = keyOf(name, [i]);
        expect([key, cells.get(key)]).toEqual([key, show(value)]);
      }
    }
  });

  it.each(states)("contributions add up to the cell: %s", async (text) => {
    const all = await byTheLibrary(stateOf(text));
    for (const [mode, name] of shownIn) {
      const s = stateOf(`${text}&mode=${mode}`);
      for (const [i, value] of all[name].entries()) {
        const terms = termsOf(s, placeOf(tensorsOf(s), keyOf(name, [i])));
        expect(terms.reduce((sum, term) => sum + productOf(term), 0)).toBeCloseTo(value, 12);
      }
    }
  });

  it.each(["", "p=5", "convention=2012", "convention=2012&p=16"])(
    "the mean over masks comes to what evaluation computes: %s",
    (text) => {
      const s = stateOf(text);
      const { mean, evaluated } = expectation(s, 1000);
      const deviation = spread(s);
      for (const [i, value] of mean.entries()) {
        expect(Math.abs(value - evaluated[i])).toBeLessThan((5 * deviation[i]) / Math.sqrt(1000));
        expect(deviation[i]).toBeGreaterThan(0);
      }
    },
  );

  it("shows the same mask in all modes, and the first of many", () => {
    const s = stateOf("");
    expect(expectation(s, 1).mean).toEqual(computed(s).y);
    const masks = ["forward", "by-x", "second"].map((mode) => cellsOf(drawn(widget, `mode=${mode}`)).get("m:3"));
    expect(new Set(masks).size).toBe(1);
    expect(masks[0]).toMatch(/^(0|2)$/);
  });

  it("is refused in the library's words", () => {
    expect(() => drawn(widget, "p=-1")).toThrow(/dropout: expected p to be a number from 0 to 1; got -0.05/);
    expect(() => drawn(widget, "p=21")).toThrow(/dropout: expected p/);
    expect(() => drawn(widget, "units=0")).toThrow(/whole number from 1 to 16/);
  });

  it.each(modes)("draws every cell of %s", (mode) => {
    for (const select of ["x:0", "y:7", "m:2", "∂x:3", "∂y:1", "v:2", "∂S/∂x:4", "x:99", "q", ""]) {
      for (const rest of ["", "&training=no", "&units=1", "&x=nan", "&p=20", "&p=0&masks=1000"]) {
        expect(drawn(widget, `mode=${mode}&select=${select}${rest}`)).toContain("ag-plane");
      }
    }
  });

  it("marks what each bug makes wrong", () => {
    expect(bugs).toHaveLength(2);
    for (const bug of bugs.keys()) expect(drawn(widget, `mode=broken&bug=${bug}`)).toContain("✓");
    // Where nothing is scaled, a mask that is not scaled is right.
    expect(drawn(widget, "mode=broken&bug=0&convention=2012")).not.toContain("✓");
  });
});
