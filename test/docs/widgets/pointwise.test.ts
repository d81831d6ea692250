import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { widget as activationWidget } from "../../../docs/widgets/activation/index.ts";
import { layersOf } from "../../../docs/widgets/activation/layers.ts";
import * as activation from "../../../docs/widgets/activation/parts.ts";
import * as activationState from "../../../docs/widgets/activation/state.ts";
import { widget as broadcastingWidget } from "../../../docs/widgets/broadcasting/index.ts";
import * as broadcasting from "../../../docs/widgets/broadcasting/parts.ts";
import * as broadcastingState from "../../../docs/widgets/broadcasting/state.ts";
import { initialState, readState } from "../../../docs/widgets/core/address.ts";
import { drawn, type Selectable, type Widget } from "../../../docs/widgets/core/widget.ts";
import { widget as im2colWidget } from "../../../docs/widgets/im2col/index.ts";
import * as im2col from "../../../docs/widgets/im2col/parts.ts";
import * as im2colState from "../../../docs/widgets/im2col/state.ts";
import { widget as linearWidget } from "../../../docs/widgets/linear/index.ts";
import * as linearParts from "../../../docs/widgets/linear/parts.ts";
import * as linearState from "../../../docs/widgets/linear/state.ts";
import { widget as reductionWidget } from "../../../docs/widgets/reduction/index.ts";
import * as reduction from "../../../docs/widgets/reduction/parts.ts";
import * as reductionState from "../../../docs/widgets/reduction/state.ts";
import * as softmaxBugs from "../../../docs/widgets/softmax/bugs.ts";
import { widget as softmaxWidget } from "../../../docs/widgets/softmax/index.ts";
import * as softmaxParts from "../../../docs/widgets/softmax/parts.ts";
import * as softmaxState from "../../../docs/widgets/softmax/state.ts";
import {
  backward,
  conv2d,
  crossEntropy,
  linear,
  logSoftmax,
  matmul,
  mean,
  mul,
  reference,
  relu,
  softmax,
  type Tensor,
  tanh,
  tensor,
  variance,
} from "../../../src/index.ts";
import { expectCells, expectContributions } from "./parts.ts";

const device = reference({ dtype: "float64" });
const leaf = (values: ArrayLike<number>, shape: readonly number[]) =>
  tensor(Float64Array.from(values), shape, { device, requiresGrad: true });
const stateOf = <S extends Selectable>({ fields }: Widget<S>, text: string): S =>
  readState(fields, text, initialState(fields));
const valuesIn = (
  parts: readonly { name: string; values: ArrayLike<number>; shape: readonly number[] }[],
  name: string,
) => {
  const { values, shape } = parts.find((part) => part.name === name)!;
  return leaf(values, shape);
};

interface Subject {
  readonly name: string;
  readonly modes: readonly string[];
  /** The tensor that is given a NaN. */
  readonly nan: string;
  /** Besides the modes. */
  readonly states: readonly string[];
  /** Modes in which something is summed. */
  readonly summed: readonly string[];
  draw(text: string): string;
  parts(text: string): ReturnType<typeof linearParts.partsOf>;
  verdict(text: string): Promise<string>;
  readonly bugs: number;
  /** Each with the words of its refusal. */
  readonly refused: readonly (readonly [string, string])[];
}

const subject = <S extends Selectable>(
  widget: Widget<S>,
  modes: readonly string[],
  parts: (s: S) => readonly unknown[],
  rest: Pick<Subject, "states" | "nan" | "summed" | "bugs" | "refused">,
): Subject => ({
  name: widget.name,
  modes,
  draw: (text) => drawn(widget, text),
  parts: (text) => parts(stateOf(widget, text)) as ReturnType<typeof linearParts.partsOf>,
  verdict: (text) => widget.later!(stateOf(widget, text))!,
  ...rest,
});

const subjects: readonly Subject[] = [
  subject(linearWidget, linearState.modes, linearParts.partsOf, {
    nan: "x",
    states: [
      "",
      "n=1",
      "bias=no",
      "in=6&out=6&n=5",
      "in=1&out=1",
      "corner=w",
      "x=ramp&weight=sobel",
      "n=4&bias=no&corner=w",
      "dy=ones",
      "x=checkerboard&v=onehot",
    ],
    summed: ["forward", "by-x", "by-w", "step", "second", "broken"],
    bugs: linearParts.bugs.length,
    refused: [
      ["n=0", "expected a whole number"],
      ["x=ramp;0,0:", "an empty field"],
    ],
  }),
  subject(broadcastingWidget, broadcastingState.modes, broadcasting.partsOf, {
    nan: "a",
    states: [
      "",
      "op=add",
      "op=sub",
      "a0=2&a1=3&a2=1&b1=1&b2=4",
      "a1=0&a2=0&b1=2&b2=3",
      "b2=1",
      "b1=3&b2=1&op=sub",
      "a0=2&a1=1&a2=1",
      "a=ramp&b=ones",
      "op=add&b1=0&b2=0",
    ],
    summed: ["forward", "by-a", "by-b", "second", "broken"],
    bugs: broadcasting.bugs.length,
    refused: [
      ["a2=2&b2=3", "mul:"],
      ["a1=4&b1=3&op=add", "add:"],
      ["op=div", "expected one of"],
    ],
  }),
  subject(reductionWidget, reductionState.modes, reduction.partsOf, {
    nan: "x",
    states: [
      "",
      "op=mean",
      "op=variance",
      "op=variance&correction=1&axis=0",
      "op=max",
      "op=max&x=ties",
      "op=max&x=ties&axis=all",
      "op=mean&axis=all&keep=yes",
      "op=variance&axis=all",
      "axis=0&keep=yes&h=6&w=2",
    ],
    summed: ["forward", "by-x", "second"],
    bugs: reduction.bugs.length,
    refused: [
      ["op=variance&correction=4", "variance: expected more elements than the correction"],
      ["axis=2", "expected one of"],
    ],
  }),
  subject(softmaxWidget, softmaxState.modes, softmaxParts.partsOf, {
    nan: "x",
    states: [
      "",
      "n=1",
      "n=3",
      "classes=6",
      "smoothing=1",
      "smoothing=10",
      "weighted=yes",
      "n=3&l1=-1&weighted=yes&smoothing=3",
      "l0=-1&n=3",
      "x=ramp&n=3&classes=2&l0=1",
    ],
    summed: ["forward", "jacobian", "loss", "second"],
    bugs: softmaxBugs.bugs.length,
    refused: [
      ["mode=loss&l0=4", "crossEntropy: expected labels from 0 to 2; got 4"],
      ["l0=-2", "expected a whole number"],
    ],
  }),
  subject(im2colWidget, im2colState.modes, im2col.partsOf, {
    nan: "x",
    states: [
      "",
      "p=1",
      "s=2&p=1",
      "c=2&d=2&h=6&w=5",
      "kh=1&kw=1&c=3",
      "kh=4&kw=4",
      "k=4&kh=2&kw=3",
      "s=3&p=2",
      "h=6&w=6&s=2",
      "c=3&h=3&w=3&kh=2&kw=2",
    ],
    summed: ["windows", "product", "back"],
    bugs: 0,
    refused: [
      ["s=0", "conv2d: "],
      ["h=2", "conv2d: "],
    ],
  }),
  subject(activationWidget, activationState.modes, activation.partsOf, {
    nan: "z",
    states: [
      "",
      "f=leakyRelu",
      "f=tanh",
      "f=sigmoid",
      "f=clamp",
      "f=abs",
      "x=0",
      "f=abs&x=0",
      "f=leakyRelu&slope=-50&x=-1",
      "f=clamp&x=2",
    ],
    summed: ["units", "broken"],
    bugs: activation.bugs.length,
    refused: [
      ["f=clamp&min=3&max=1", "clamp: expected min ≤ max; got 3 and 1"],
      ["x=", "an empty field"],
    ],
  }),
];

describe.each(subjects)("$name", ({ modes, states, nan, summed, draw, parts, verdict, bugs, refused }) => {
  it("draws every mode of ten states, NaN too", () => {
    for (const state of [...states, `${nan}=nan`]) {
      for (const mode of modes) expect(draw(`${state}&mode=${mode}`)).toContain('role="status"');
    }
  });

  it("contributions add up to what the library computes", () => {
    for (const state of states) for (const mode of summed) expectContributions(parts(`${state}&mode=${mode}`));
  });

  it.each(refused)("is refused in the library's words: %s", (state, words) => {
    expect(() => draw(state)).toThrow(words);
  });

  it("shows a wrong cell for every bug, and what the checker says", async () => {
    for (let bug = 0; bug < bugs; bug++) {
      const html = draw(`mode=broken&bug=${bug}`);
      expect([bug, html]).toEqual([bug, expect.stringMatching(/class="[^"]*wrong/)]);
      expect([bug, await verdict(`mode=broken&bug=${bug}`)]).toEqual([bug, expect.stringContaining("rejects it")]);
    }
  });
});

const golden: {
  cases: {
    op: string;
    name: string;
    options: Record<string, never>;
    inputs: Record<string, Values>;
    gradOutput: Values;
    output: Values;
    gradients: Record<string, Values>;
  }[];
} = JSON.parse(readFileSync(new URL("../../golden/ops.json", import.meta.url), "utf8"));
interface Values {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** Numbers as an address writes them. */
const edits = ({ shape, data }: Values) =>
  `ramp${data.map((value, flat) => `;${shape.map((_, axis) => Math.floor(flat / shape.slice(axis + 1).reduce((a, b) => a * b, 1)) % shape[axis]).join(",")}:${value}`).join("")}`;

describe("PyTorch's numbers", () => {
  it.each(golden.cases.filter(({ op, inputs }) => op === "linear" && inputs.x.shape.length === 2))(
    "linear: $name",
    async ({ inputs, gradOutput, output, gradients }) => {
      const [n, features] = inputs.x.shape;
      const bias = inputs.bias === undefined ? "bias=no" : `b=${edits(inputs.bias)}`;
      const state = `n=${n}&in=${features}&out=${inputs.w.shape[0]}&${bias}&x=${edits(inputs.x)}&weight=${edits(inputs.w)}&dy=${edits(gradOutput)}&mode=step`;
      const html = drawn(linearWidget, state);
      await expectCells(html, "y", leaf(output.data, output.shape));
      await expectCells(html, "∂x", leaf(gradients.x.data, gradients.x.shape));
      await expectCells(html, "∂w", leaf(gradients.w.data, gradients.w.shape));
    },
  );

  it.each(
    golden.cases.filter(
      ({ op, inputs }) =>
        op === "softmax" && inputs.x.shape.length === 2 && inputs.x.shape[0] <= 3 && inputs.x.shape[1] <= 6,
    ),
  )("softmax: $name", async ({ inputs, output, options }) => {
    if (options.axis === 0) return;
    const html = drawn(softmaxWidget, `n=${inputs.x.shape[0]}&classes=${inputs.x.shape[1]}&x=${edits(inputs.x)}`);
    await expectCells(html, "p", leaf(output.data, output.shape));
  });
});

describe("the library's numbers", () => {
  it("linear", async () => {
    const parts = linearParts.partsOf(stateOf(linearWidget, "mode=step"));
    const [x, w, b] = ["x", "w", "b"].map((name) => valuesIn(parts, name));
    const y = linear(x, w, { bias: b });
    backward(y, valuesIn(parts, "∂y"));
    const html = drawn(linearWidget, "mode=step");
    for (const [name, value] of [
      ["y", y],
      ["∂x", x.grad!],
      ["∂w", w.grad!],
      ["∂b", b.grad!],
    ] as const)
      await expectCells(html, name, value);
  });

  it("broadcasting", async () => {
    const parts = broadcasting.partsOf(stateOf(broadcastingWidget, "mode=broken"));
    const [a, b, dy] = ["a", "b", "∂y"].map((name) => valuesIn(parts, name));
    const y = mul(a, b);
    backward(y, dy);
    await expectCells(drawn(broadcastingWidget, ""), "y", y);
    await expectCells(drawn(broadcastingWidget, "mode=by-a"), "∂a", a.grad!);
    await expectCells(drawn(broadcastingWidget, "mode=by-b"), "∂b", b.grad!);
  });

  it.each([
    ["mean", mean],
    ["variance", variance],
  ] as const)("%s", async (op, run) => {
    const x = valuesIn(reduction.partsOf(stateOf(reductionWidget, `op=${op}`)), "x");
    const dy = valuesIn(reduction.partsOf(stateOf(reductionWidget, `op=${op}&mode=by-x`)), "∂y");
    const y = run(x, { axis: 1 });
    backward(y, dy);
    await expectCells(drawn(reductionWidget, `op=${op}`), "y", y);
    await expectCells(drawn(reductionWidget, `op=${op}&mode=by-x`), "∂x", x.grad!);
  });

  it("softmax and the loss, with weights, smoothing and an ignored row", async () => {
    const state = "n=3&l1=-1&weighted=yes&smoothing=3";
    const x = valuesIn(softmaxParts.partsOf(stateOf(softmaxWidget, state)), "x");
    const loss = crossEntropy(x, [2, -100, 1], { labelSmoothing: 0.3, weight: [1, 2, 3] });
    loss.backward();
    await expectCells(drawn(softmaxWidget, state), "p", softmax(x));
    await expectCells(drawn(softmaxWidget, state), "z", logSoftmax(x));
    await expectCells(drawn(softmaxWidget, `${state}&mode=loss`), "L", loss);
    await expectCells(drawn(softmaxWidget, `${state}&mode=loss`), "∂x", x.grad!);
  });

  it.each(["", "p=1&s=2", "c=2&d=2&h=6&w=5", "kh=4&kw=4"])("im2col is the convolution: %s", async (text) => {
    const s = stateOf(im2colWidget, text);
    const g = im2colState.geometryOf(s);
    const parts = im2col.partsOf({ ...s, mode: "product" });
    const [x, w] = [valuesIn(parts, "x"), valuesIn(parts, "w")];
    const y = conv2d(x.reshape(g.xShape), w.reshape(g.wShape), { stride: s.s, padding: s.p, dilation: s.d });
    backward(y, valuesIn(im2col.partsOf({ ...s, mode: "back" }), "∂y").reshape(g.shape));
    await expectCells(drawn(im2colWidget, `${text}&mode=product`), "y", y.reshape([g.k, g.oh * g.ow]));
    await expectCells(drawn(im2colWidget, `${text}&mode=back`), "∂x", x.grad!);
    expect(await matmul(w, valuesIn(parts, "cols")).toArray()).toEqual(await y.reshape([g.k, g.oh * g.ow]).toArray());
  });

  it.each([
    ["relu", relu],
    ["tanh", tanh],
  ] as const)("ten layers of %s: the slope of all is the product of each", async (f, run) => {
    const s = stateOf(activationWidget, `f=${f}&mode=layers&gain=12`);
    const x = leaf([1.5], []);
    let y: Tensor = x;
    for (let i = 0; i < 10; i++) y = run(mul(y, 1.2));
    backward(y);
    const rows = layersOf(s);
    expect(rows.at(-1)!.product).toBe(await x.grad!.item());
    expect(rows.reduce((product, { slope }) => product * slope * 1, 1)).toBeCloseTo(rows.at(-1)!.product, 9);
  });
});

describe("activation", () => {
  it("the probe names a kink that the step crosses, and only then", () => {
    expect(drawn(activationWidget, "mode=probe&x=0.0001&h10=3")).toContain("side of the kink at 0 right → left");
    expect(drawn(activationWidget, "mode=probe&x=0.0001&h10=3")).not.toContain("The two agree");
    expect(drawn(activationWidget, "mode=probe&x=0.0001&h10=5")).toContain("The two agree");
    expect(drawn(activationWidget, "mode=probe&f=tanh&x=0.0001&h10=3")).toContain("The two agree");
  });

  it("at a kink: both slopes, ½ between them, and what the library takes", () => {
    const numbers = (text: string) =>
      [...drawn(activationWidget, text).matchAll(/<th scope="row">[^<]*<\/th><td>([^<]*)<\/td>/g)].map(
        ([, value]) => value,
      );
    expect(numbers("x=0")).toEqual(["0", "1", "0.5", "0"]);
    expect(numbers("f=abs&x=0")).toEqual(["−1", "1", "0", "0"]);
    expect(numbers("f=leakyRelu&x=0&slope=25")).toEqual(["0.25", "1", "0.625", "0.25"]);
    expect(numbers("f=clamp&x=2")).toEqual(["1", "0", "0.5", "1"]);
    expect(numbers("x=1")).toEqual([]);
  });

  it("a unit that is below 0 for every example is dead, and leaky is not", () => {
    expect(drawn(activationWidget, "mode=units")).toContain("Dead for these examples: unit 2.");
    expect(drawn(activationWidget, "mode=units&f=leakyRelu")).toContain("No unit is dead");
  });
});

describe("softmax", () => {
  it("overflows by hand, and not in the library", () => {
    const html = drawn(softmaxWidget, "mode=overflow&shift=10");
    expect(html).toContain("p, by hand[0, 0] = NaN");
    expect(html).not.toMatch(/softmax\[0, \d\] = NaN/);
    expect(drawn(softmaxWidget, "mode=overflow&shift=0")).not.toContain("= NaN");
  });

  it("the Jacobian times −t/p is p − t; the Hessian is diag(p) − ppᵀ", () => {
    for (const state of ["", "smoothing=2&classes=5", "l0=0&x=ramp"]) {
      const jacobian = softmaxParts.partsOf(stateOf(softmaxWidget, `${state}&mode=jacobian`));
      const second = softmaxParts.partsOf(stateOf(softmaxWidget, `${state}&mode=second`));
      const values = (parts: typeof second, name: string) =>
        Array.from(parts.find((part) => part.name === name)!.values);
      for (const [i, value] of values(jacobian, "∂x").entries())
        expect(value).toBeCloseTo(values(jacobian, "p − t")[i], 12);
      for (const [i, value] of values(second, "H").entries()) expect(value).toBeCloseTo(values(second, "D")[i], 12);
    }
  });
});
