import { describe, expect, it } from "vitest";
import { initialState, readState } from "../../../docs/widgets/core/address.ts";
import { drawn } from "../../../docs/widgets/core/widget.ts";
import { derivativeAt, probed } from "../../../docs/widgets/finite-difference/compute.ts";
import { widget } from "../../../docs/widgets/finite-difference/index.ts";
import { functions } from "../../../docs/widgets/finite-difference/state.ts";
import { core as words } from "../../../docs/widgets/words/en/core.ts";

const stateOf = (text: string) => readState(widget.fields, text, initialState(widget.fields));

const exact: Record<(typeof functions.options)[number], (x: number) => number> = {
  tanh: (x) => 1 - Math.tanh(x) ** 2,
  cube: (x) => 3 * x ** 2,
  exp: Math.exp,
  sqrt: (x) => 0.5 / Math.sqrt(x),
  relu: (x) => (x > 0 ? 1 : 0),
  abs: Math.sign,
};

describe.each(functions.options)("%s", (of) => {
  it.each([0.3, 0.75, 2])("at %f: the derivative, and differences that agree with it", (x) => {
    const s = stateOf(`of=${of}&x=${x}&h2=5`);
    expect(derivativeAt(s, x)).toBeCloseTo(exact[of](x), 12);
    const { error, accepted } = probed(s);
    expect(error).toBeLessThanOrEqual(accepted);
  });

  it.each(["half", "thousandth"])(
    "a derivative that is wrong (%s) is found at every step that is not lost in rounding",
    (wrong) => {
      for (let h2 = 4; h2 <= 26; h2 += 2) {
        const { error, accepted } = probed(stateOf(`of=${of}&derivative=${wrong}&h2=${h2}`));
        expect(error).toBeGreaterThan(accepted);
      }
    },
  );
});

it("float32 has a floor of its own, and does not hide a thousandth", () => {
  const right = probed(stateOf("precision=float32&h2=4"));
  expect(right.error).toBeLessThanOrEqual(right.accepted);
  const floor = (precision: string) => Math.min(...probed(stateOf(`precision=${precision}`)).errors.map(([, e]) => e));
  expect(floor("float32")).toBeGreaterThan(100 * floor("float64"));
  const wrong = probed(stateOf("precision=float32&derivative=thousandth&h2=4"));
  expect(wrong.error).toBeGreaterThan(wrong.accepted);
});

it("ReLU at 0.0001 with h = 0.001: a kink; with a smaller step none", () => {
  expect(drawn(widget, "of=relu&x=0.0001&h2=10")).toContain(words.findings.crossed);
  expect(drawn(widget, "of=relu&x=0.0001&h2=20")).toContain(words.findings.agrees);
});

it("ReLU at 0: half", () => {
  expect(probed(stateOf("of=relu&x=0")).steps.map(({ value }) => value)).toEqual([0.5, 0.5, 0.5]);
});

it.each(["x=", "x=a", "h2=51", "of=sin"])("refuses %s", (text) => {
  expect(() => stateOf(text)).toThrow(/expected/);
});

it.each(["of=sqrt&x=0", "of=exp&x=NaN", "x=Infinity"])("draws %s", (text) => {
  expect(drawn(widget, text)).toContain("ag-probe");
});
