import { describe, expect, it } from "vitest";
import { bugs } from "../../../docs/widgets/conv2d/bugs.ts";
import { counts } from "../../../docs/widgets/conv2d/compute.ts";
import { focusOn, madeUpTo, termsOf } from "../../../docs/widgets/conv2d/focus.ts";
import { incidences } from "../../../docs/widgets/conv2d/incidence.ts";
import { widget } from "../../../docs/widgets/conv2d/index.ts";
import { partsOf } from "../../../docs/widgets/conv2d/parts.ts";
import { fields, geometryOf, modes, type State } from "../../../docs/widgets/conv2d/state.ts";
import { initialState, readState } from "../../../docs/widgets/core/address.ts";
import { show } from "../../../docs/widgets/core/numbers.ts";
import { keyOf } from "../../../docs/widgets/core/plane.ts";
import { productOf } from "../../../docs/widgets/core/terms.ts";
import { drawn } from "../../../docs/widgets/core/widget.ts";
import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { backward, conv2d, reference, type Tensor, tensor } from "../../../src/index.ts";
import { cellsOf } from "./cells.ts";
import { addressOf, fillOf, goldenOf, type Values } from "./golden.ts";

const stateOf = (text: string): State => readState(fields, text, initialState(fields));
const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Kind and unkind geometries. */
const geometries = [
  "",
  "sh=1&sw=1",
  "sh=2&sw=1&top=0&bottom=2&left=1&right=0",
  "h=7&w=6&dh=2&dw=1&sh=2&sw=2",
  "c=4&k=4&groups=2&n=2",
  "c=3&k=3&groups=3&kh=2&kw=2&top=0&bottom=0&left=0&right=0",
  "h=6&w=7&kh=3&kw=2&sh=2&sw=3&ceil=yes&top=0&bottom=0&left=0&right=0",
  "h=12&w=12&kh=5&kw=5&sh=4&sw=4",
  "h=2&w=3&kh=2&kw=1&top=3&bottom=3&left=2&right=2&sh=2&sw=1",
  "c=2&k=2&x=ramp&weight=sobel&dy=onehot&dh=2&dw=2&h=8&w=8",
];

describe("conv2d", () => {
  it.each(geometries)("shows the library's numbers: %s", async (text) => {
    const s = stateOf(text);
    const g = geometryOf(s);
    const device = reference({ dtype: "float64" });
    const values = Object.fromEntries(partsOf({ ...s, mode: "forward" }).map((part) => [part.name, part.values]));
    const dy = partsOf({ ...s, mode: "by-x" })[2].values;
    const at = (from: ArrayLike<number>, shape: readonly number[]) =>
      tensor(Array.from(from), shape, { device, requiresGrad: true });
    const [x, w] = [at(values.x, g.xShape), at(values.w, g.wShape)];
    const y = conv2d(x, w, {
      stride: [s.sh, s.sw],
      dilation: [s.dh, s.dw],
      padding: { top: s.top, bottom: s.bottom, left: s.left, right: s.right },
      groups: s.groups,
      ceilMode: s.ceil,
    });
    backward(y, at(dy, g.shape));
    await expectCells(text, "forward", "y", y);
    await expectCells(text, "by-x", "∂x", x.grad!);
    await expectCells(text, "by-w", "∂w", w.grad!);
  });

  async function expectCells(text: string, mode: string, name: string, expected: Tensor): Promise<void> {
    const cells = cellsOf(drawn(widget, `${text}&mode=${mode}&step=999`));
    const data = await expected.data();
    for (const [i, value] of data.entries()) {
      const key = keyOf(name, coordinates(i, expected.shape));
      expect([key, cells.get(key)]).toEqual([key, show(value)]);
    }
  }

  it.each(golden())("shows PyTorch's numbers: $name", ({ text, output, gradients }) => {
    const expected = { y: output, "∂x": gradients.x, "∂w": gradients.w };
    // The widget has no bias: with one, y is another.
    const shown = [
      ["forward", "y"],
      ["by-x", "∂x"],
      ["by-w", "∂w"],
    ] as const;
    for (const [mode, name] of gradients.bias === undefined ? shown : shown.slice(1)) {
      const cells = cellsOf(drawn(widget, `${text}&mode=${mode}`));
      const { shape, data } = expected[name];
      for (const [i, value] of data.entries()) expect(cells.get(keyOf(name, coordinates(i, shape)))).toBe(show(value));
    }
  });

  it.each(geometries)("contributions add up to the cell, in either order of loops: %s", (text) => {
    for (const mode of ["forward", "by-x", "by-w", "second"] as const) {
      for (const corner of ["x", "w"] as const) {
        const s = { ...stateOf(text), mode, corner };
        const g = geometryOf(s);
        const parts = partsOf(s);
        for (const part of parts.filter(({ of }) => of !== undefined)) {
          const scattered = madeUpTo(parts, part, "output", g.shape, size(g.shape), g);
          for (let i = 0; i < size(part.shape); i++) {
            const terms = termsOf(parts, focusOn(parts, g, keyOf(part.name, coordinates(i, part.shape))));
            expect(terms.reduce((sum, term) => sum + productOf(term), 0)).toBeCloseTo(part.values[i], 9);
            if (mode !== "second") expect(scattered[i]).toBeCloseTo(part.values[i], 9);
          }
        }
      }
    }
  });

  it.each(geometries)("counts are how many products there are: %s", (text) => {
    const s = stateOf(text);
    const g = geometryOf(s);
    const counted = counts(g, s);
    for (const [role, all, shape] of [
      ["image", counted.x, g.xShape],
      ["kernel", counted.w, g.wShape],
      ["output", counted.y, g.shape],
    ] as const) {
      const found = Array.from(all, (_, i) => incidences(g, role, coordinates(i, shape)).length);
      expect(found).toEqual([...all]);
    }
  });

  it("is refused in the library's words", () => {
    for (const [text, words] of [
      ["sh=0&sw=0", /conv2d: expected stride/],
      ["h=2&w=2&top=0&bottom=0&left=0&right=0", /window no larger than the padded input/],
      ["c=4&k=4&groups=3", /channels divisible by groups/],
      ["h=NaN", /whole number from 1 to 12; got "NaN"/],
      ["h=", /an empty field/],
      ["x=nothing", /expected one of random/],
    ] as const) {
      expect(() => drawn(widget, text)).toThrow(words);
    }
  });

  it("draws NaN and infinity where they are", () => {
    const cells = cellsOf(drawn(widget, "x=ramp;0,0,2,2:NaN"));
    expect(cells.get("x:0,0,2,2")).toBe("NaN");
    expect(cells.get("y:0,0,1,1")).toBe("NaN");
    expect(cells.get("y:0,0,0,0")).not.toBe("NaN");
    expect(cellsOf(drawn(widget, "x=ones;0,0,2,2:Infinity&weight=ones")).get("y:0,0,1,1")).toBe("∞");
  });

  it.each(modes)("draws every step and every cell of %s", (mode) => {
    for (let step = 0; step < 9; step++) expect(drawn(widget, `mode=${mode}&step=${step}`)).toContain("ag-plane");
    for (const select of [
      "x:0,0,0,0",
      "w:0,0,1,1",
      "y:0,0,2,2",
      "∂x:0,0,4,4",
      "∂w:0,0,0,0",
      "∂y:0,0,0,0",
      "x:9,9,9,9",
      "q:1",
    ]) {
      expect(drawn(widget, `mode=${mode}&select=${select}&counts=yes&order=gather`)).toContain("ag-plane");
    }
  });

  it("marks what each bug makes wrong, where it shows", () => {
    const shown = bugs.map((_, bug) =>
      drawn(
        widget,
        `mode=broken&bug=${bug}&n=2&c=4&k=4&groups=2&h=7&w=6&sh=2&sw=1&dh=1&dw=2&top=0&bottom=2&left=1&right=0&ceil=yes`,
      ).includes("✓"),
    );
    expect(bugs.filter((_, i) => !shown[i]).map(({ name }) => name)).toEqual([
      "conv2d in the second order: dilation ignored",
    ]);
  });
});

/** Cases that PyTorch computed and the widget has room for. */
function golden() {
  const fits = ({ shape }: Values, most: number) => Math.max(...shape) <= most && Math.max(shape[0], shape[1]) <= 4;
  return goldenOf<Record<string, [number, number] & number>>("conv2d")
    .filter(({ options, inputs: { x, w } }) => Array.isArray(options.padding) && fits(x, 12) && fits(w, 5))
    .map(({ name, options, inputs: { x, w }, gradOutput, output, gradients }) => {
      const [n, c, height, width] = x.shape;
      const [k, , kh, kw] = w.shape;
      const {
        stride: [sh, sw],
        padding: [top, left],
        dilation: [dh, dw],
        groups,
      } = options;
      const sizes = { n, c, h: height, w: width, k, kh, kw, sh, sw, dh, dw, groups };
      const padding = { top, bottom: top, left, right: left };
      const fills = { x: fillOf(x), weight: fillOf(w), dy: fillOf(gradOutput) };
      return { name, output, gradients, text: addressOf({ ...sizes, ...padding, ...fills }) };
    });
}
