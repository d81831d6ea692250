import { describe, expect, it } from "vitest";
import { widget as activationWidget } from "../../../docs/widgets/activation/index.ts";
import { layersOf } from "../../../docs/widgets/activation/layers.ts";
import { widget as broadcastingWidget } from "../../../docs/widgets/broadcasting/index.ts";
import * as broadcasting from "../../../docs/widgets/broadcasting/parts.ts";
import { initialState, readState } from "../../../docs/widgets/core/address.ts";
import { drawn, type Selectable, type Widget } from "../../../docs/widgets/core/widget.ts";
import { widget as im2colWidget } from "../../../docs/widgets/im2col/index.ts";
import * as im2col from "../../../docs/widgets/im2col/parts.ts";
import * as im2colState from "../../../docs/widgets/im2col/state.ts";
import { widget as linearWidget } from "../../../docs/widgets/linear/index.ts";
import * as linearParts from "../../../docs/widgets/linear/parts.ts";
import { widget as reductionWidget } from "../../../docs/widgets/reduction/index.ts";
import * as reduction from "../../../docs/widgets/reduction/parts.ts";
import { widget as softmaxWidget } from "../../../docs/widgets/softmax/index.ts";
import * as softmaxParts from "../../../docs/widgets/softmax/parts.ts";
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
import { expectCells } from "./parts.ts";

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
