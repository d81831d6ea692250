import { describe, expect, it } from "vitest";
import { bugs as avgBugs } from "../../../docs/widgets/avg-pool/bugs.ts";
import { widget as avgPool } from "../../../docs/widgets/avg-pool/index.ts";
import { sceneOf as avgScene } from "../../../docs/widgets/avg-pool/scene.ts";
import { fields as avgFields } from "../../../docs/widgets/avg-pool/state.ts";
import { initialState, readState } from "../../../docs/widgets/core/address.ts";
import { type Drawing, drawing } from "../../../docs/widgets/core/drawing.ts";
import { filled } from "../../../docs/widgets/core/fill.ts";
import { show } from "../../../docs/widgets/core/numbers.ts";
import { keyOf } from "../../../docs/widgets/core/plane.ts";
import { productOf } from "../../../docs/widgets/core/terms.ts";
import { drawn } from "../../../docs/widgets/core/widget.ts";
import { coverage } from "../../../docs/widgets/core/window.ts";
import { bugs as maxBugs } from "../../../docs/widgets/max-pool/bugs.ts";
import { widget as maxPool } from "../../../docs/widgets/max-pool/index.ts";
import { sceneOf as maxScene } from "../../../docs/widgets/max-pool/scene.ts";
import { fields as maxFields, operatorOf } from "../../../docs/widgets/max-pool/state.ts";
import { focusOn, madeUpTo, termsOf } from "../../../docs/widgets/pooling/pooling.ts";
import { modes, optionsOf, xShapeOf } from "../../../docs/widgets/pooling/state.ts";
import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import {
  adaptiveAvgPool2d,
  avgPool2d,
  conv2d,
  grad,
  max,
  maxPool2d,
  ones,
  reference,
  tensor,
} from "../../../src/index.ts";
import { cellsOf } from "./cells.ts";
import { addressOf, fillOf, goldenOf } from "./golden.ts";
import { expectCells } from "./parts.ts";

/** Without the types of their states. */
const drawings = [drawing(maxPool), drawing(avgPool)] as const;

const device = reference({ dtype: "float64" });
const maxState = (text: string) => readState(maxFields, text, initialState(maxFields));
const avgState = (text: string) => readState(avgFields, text, initialState(avgFields));
const at = (values: ArrayLike<number>, shape: readonly number[]) =>
  tensor(Array.from(values), shape, { device, requiresGrad: true });

const geometries = [
  "",
  "top=1&bottom=1&left=1&right=1",
  "h=6&w=7&kh=3&kw=2&sh=2&sw=3&ceil=yes",
  "top=0&bottom=2&left=1&right=0&sh=2&sw=1",
  "n=2&c=2&h=4&w=4&kh=2&kw=2",
  "h=6&w=6&ceil=yes&top=1&bottom=1&left=1&right=1",
  "kh=1&kw=2&sh=3&sw=2&top=0&bottom=0&left=0&right=0",
  "h=12&w=12&kh=5&kw=5&sh=4&sw=4&x=random.3",
  "x=ties&sh=1&sw=1",
  "h=3&w=3&kh=2&kw=2&sh=2&sw=2&top=1&bottom=1&left=1&right=1&ceil=yes",
];
const averages = [
  ...geometries,
  ...geometries.map((text) => `${text}&countPad=no`),
  "kind=adaptive",
  "kind=adaptive&h=7&oh=3&ow=2",
  "kind=adaptive&h=3&w=2&oh=5&ow=3",
];

describe("max-pool", () => {
  it.each(geometries)("shows the library's numbers: %s", async (text) => {
    const s = maxState(text);
    const x = at(filled(s.x, xShapeOf(s)), xShapeOf(s));
    const y = maxPool2d(x, optionsOf(s));
    const dy = at(filled(s.dy, y.shape), y.shape);
    const [dx] = grad(y, [x], { gradOutputs: [dy], createGraph: true });
    const v = at(filled(s.v, x.shape), x.shape);
    const [byDy, byX] = grad(v.mul(dx).sum(), [dy, x], { allowUnused: true });
    await expectCells(drawn(maxPool, text), "y", y);
    await expectCells(drawn(maxPool, `${text}&mode=by-x`), "∂x", dx);
    await expectCells(drawn(maxPool, `${text}&mode=second`), "∂S/∂(∂y)", byDy!);
    expect(byX).toBe(null);
  });

  it.each(geometries)("contributions add up to the cell, window by window or element by element: %s", (text) => {
    for (const mode of ["forward", "by-x", "second"] as const) expectSums(maxScene({ ...maxState(text), mode }));
  });

  it("counts what the gradient of a sum counts: the windows that an element won", async () => {
    for (const text of geometries) {
      const s = maxState(text);
      const x = at(filled(s.x, xShapeOf(s)), xShapeOf(s));
      const [dx] = grad(maxPool2d(x, optionsOf(s)).sum(), [x]);
      const { links } = maxScene(s);
      const won = (await dx.data()).map((_, flat) => links.filter(({ image }) => image === flat).length);
      expect(Array.from(won)).toEqual(Array.from(await dx.data()));
    }
  });

  it("shares ties as max does over the elements of one window, and counts what is given out", async () => {
    const text = "h=3&w=3&kh=3&kw=3&x=ties&dy=ones";
    const s = maxState(text);
    const x = at(filled(s.x, xShapeOf(s)), xShapeOf(s));
    await expectCells(drawn(maxPool, `${text}&mode=by-x&rule=share`), "∂x", grad(max(x), [x])[0]);
    const total = (rule: "share" | "each" | "first") =>
      Array.from(maxScene({ ...s, mode: "by-x", rule }).parts[2].values).reduce((a, b) => a + b, 0);
    expect([total("first"), total("share"), total("each")]).toEqual([1, 1, 4]);
  });

  it("rings winners, and ties twice", () => {
    expect(drawn(maxPool, "").match(/class="[^"]*\bwinner\b[^"]*" data-key="x:/g)).toHaveLength(3);
    expect(drawn(maxPool, "x=ones").match(/class="[^"]*\btie\b[^"]*" data-key="x:/g)).toHaveLength(25);
  });

  it("shows what = loses where windows overlap, and nothing where they do not", () => {
    expect(drawn(maxPool, "mode=by-x&assign=yes")).toContain("✓4");
    expect(drawn(maxPool, "mode=by-x&assign=yes&kh=2&kw=2&h=6&w=6")).not.toContain("✓");
  });

  it("names the winner that changes, and the halving", () => {
    const tie = drawn(maxPool, "mode=probe&loss=linear&x=ties&dy=ones&select=x:0,0,0,1");
    expect(tie).toContain("x − h: winner of the window (0, 0) x[0, 0, 0, 1] → x[0, 0, 1, 0]");
    expect(tie).toContain(
      "to the left is 0, to the right 1. A central difference gives their mean, 0.5; the backward pass gives 1.",
    );
    expect(drawn(maxPool, "mode=probe")).toContain("The two agree.");
  });
});

describe("avg-pool", () => {
  it.each(averages)("shows the library's numbers, and contributions add up: %s", async (text) => {
    const s = avgState(text);
    const scene = avgScene(s);
    const { shape } = scene.parts[1];
    const x = at(filled(s.x, xShapeOf(s)), xShapeOf(s));
    const options = { ...optionsOf(s), countIncludePad: s.countPad };
    const y = s.kind === "adaptive" ? adaptiveAvgPool2d(x, { outputSize: [s.oh, s.ow] }) : avgPool2d(x, options);
    const [dx] = grad(y, [x], { gradOutputs: [at(filled(s.dy, shape), shape)] });
    await expectCells(drawn(avgPool, text), "y", y);
    await expectCells(drawn(avgPool, `${text}&mode=by-x`), "∂x", dx);
    for (const mode of ["forward", "by-x", "second"] as const) expectSums(avgScene({ ...s, mode }));
  });

  it("the second order is the pooling of the direction", () => {
    const { parts } = avgScene(avgState("mode=second&v=ramp"));
    const forward = avgScene(avgState("x=ramp"));
    expect(Array.from(parts[1].values)).toEqual(Array.from(forward.parts[1].values));
  });

  it("has three divisors at a corner", () => {
    const html = drawn(avgPool, "h=6&w=6&ceil=yes&select=y:0,0,3,3");
    const rows = Array.from(html.matchAll(/<th scope="row">[^<]*<\/th><td>(\d+)<\/td>/g), ([, divisor]) =>
      Number(divisor),
    );
    expect(rows).toEqual([4, 1, 9]);
  });
});

/** Terms of each cell, and windows one after another. */
function expectSums(scene: ReturnType<typeof maxScene> | ReturnType<typeof avgScene>): void {
  for (const part of scene.parts.filter(({ of }) => of !== undefined)) {
    const scattered = madeUpTo(scene, part, Number.POSITIVE_INFINITY);
    for (const [i, value] of Array.from(part.values).entries()) {
      const terms = termsOf(scene, focusOn(scene, keyOf(part.name, coordinates(i, part.shape))));
      expect(terms.reduce((sum, term) => sum + productOf(term), 0)).toBeCloseTo(value, 9);
      expect(scattered[i]).toBeCloseTo(value, 9);
    }
  }
}

describe("both poolings", () => {
  it.each(geometries)(
    "count the windows that read an element as the gradient of a sum of sums does: %s",
    async (text) => {
      const s = { ...maxState(text), n: 1, c: 1 };
      const { windows } = operatorOf(s);
      const x = at(filled(s.x, xShapeOf(s)), xShapeOf(s));
      const { kernel: _, ...sliding } = optionsOf(s);
      const [dx] = grad(conv2d(x, ones([1, 1, s.kh, s.kw], { device }), sliding).sum(), [x]);
      const counted = Array.from(await dx.data(), (_, i) => coverage(windows, Math.floor(i / s.w), i % s.w));
      expect(counted).toEqual(Array.from(await dx.data()));
    },
  );

  it.each(golden())("show PyTorch's numbers: $op, $name", ({ drawn, text, output, gradients }) => {
    for (const [mode, name, { shape, data }] of [
      ["forward", "y", output],
      ["by-x", "∂x", gradients.x],
    ] as const) {
      const cells = cellsOf(drawn.draw(`${text}&mode=${mode}`));
      for (const [i, value] of data.entries()) expect(cells.get(keyOf(name, coordinates(i, shape)))).toBe(show(value));
    }
  });

  it.each(drawings)("are refused in the library's words: $name", (each) => {
    const draw = (text: string) => () => each.draw(text);
    expect(draw("sh=0&sw=0")).toThrow(/Pool2d: expected stride/);
    expect(draw("h=2&w=2&top=0&bottom=0&left=0&right=0")).toThrow(/window no larger than the padded input/);
    expect(draw("kh=2&kw=2&top=2")).toThrow(/padding smaller than the 2×2 window/);
    expect(draw("h=")).toThrow(/an empty field/);
  });

  it("adaptive windows of no output are refused too", () => {
    expect(() => drawn(avgPool, "kind=adaptive&oh=0")).toThrow(/adaptiveAvgPool2d: expected outputSize/);
  });

  it.each(modes)("draw every step and every cell of %s", (mode) => {
    for (const each of drawings) {
      for (let step = 0; step < 9; step++) expect(each.draw(`mode=${mode}&step=${step}`)).toContain("ag-plane");
      for (const select of ["x:0,0,0,0", "y:0,0,1,1", "∂x:0,0,4,4", "∂y:0,0,0,0", "v:0,0,2,2", "x:9,9,9,9", "q:1"])
        expect(each.draw(`mode=${mode}&select=${select}&counts=yes`)).toContain("ag-plane");
    }
    expect(drawn(maxPool, `mode=${mode}&x=nan`)).toContain("NaN");
  });

  it("mark what each bug makes wrong, where it shows", () => {
    const unkind = "h=7&w=7&kh=3&kw=2&sh=2&sw=1&top=1&bottom=0&left=1&right=1&ceil=yes&x=random.3";
    const unseen = (each: Drawing, bugs: typeof maxBugs, text: string) =>
      bugs.filter((_, bug) => !each.draw(`mode=broken&bug=${bug}&${text}`).includes("✓")).map(({ name }) => name);
    expect(unseen(drawings[0], maxBugs, unkind)).toEqual([]);
    expect(unseen(drawings[1], avgBugs, unkind)).toEqual(["avgPool2dGrad: padding always counted"]);
    expect(unseen(drawings[1], avgBugs, `${unkind}&countPad=no`)).not.toContain(
      "avgPool2dGrad: padding always counted",
    );
  });
});

interface Options {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly outputSize: readonly number[];
  readonly ceilMode: boolean;
  readonly countIncludePad?: boolean;
}

/** Cases that PyTorch computed and the widgets have room for. */
function golden() {
  return goldenOf<Options>("maxPool2d", "avgPool2d", "adaptiveAvgPool2d").map(
    ({ op, name, options, inputs: { x }, gradOutput, output, gradients }) => {
      const [n, c, h, w] = x.shape;
      const yes = (value: boolean) => (value ? "yes" : "no");
      const sizes = () => {
        if (op === "adaptiveAvgPool2d")
          return { kind: "adaptive", oh: options.outputSize[0], ow: options.outputSize[1] };
        const [[kh, kw], [sh, sw], [top, left]] = [options.kernel, options.stride, options.padding];
        const windows = { kh, kw, sh, sw, top, bottom: top, left, right: left, ceil: yes(options.ceilMode) };
        return op === "maxPool2d" ? windows : { ...windows, countPad: yes(options.countIncludePad ?? true) };
      };
      const text = addressOf({ n, c, h, w, ...sizes(), x: fillOf(x), dy: fillOf(gradOutput) });
      return { op, name, drawn: drawings[op === "maxPool2d" ? 0 : 1], output, gradients, text };
    },
  );
}
