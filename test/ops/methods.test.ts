import { expect, it } from "vitest";
import * as ag from "../../src/index.ts";

type Operator = (x: ag.Tensor, ...rest: unknown[]) => ag.Tensor;

/** What each takes besides its first input. */
const rest: Readonly<Record<string, readonly unknown[]>> = {
  ...Object.fromEntries(
    ["add", "sub", "mul", "div", "pow", "maximum", "equal", "greater"].map((name) => [name, [0.5]]),
  ),
  ...Object.fromEntries(["sum", "mean", "variance", "max"].map((name) => [name, [{ axis: 1, keepDims: true }]])),
  ...Object.fromEntries(["softmax", "logSoftmax"].map((name) => [name, [{ axis: 0 }]])),
  clamp: [{ min: 0.4, max: 0.6 }],
  reshape: [[3, 2]],
  permute: [[1, 0]],
  matmul: [ag.ones([3, 2]), { transposeA: false }],
  flatten: [{ startAxis: 0 }],
  broadcastTo: [[2, 2, 3]],
  pad: [{ padding: [{ axis: 1, before: 1 }], value: 2 }],
  slice: [{ axis: 1, start: -2, step: 2 }],
  transpose: [1, 0],
};

const functions = new Map<string, unknown>(Object.entries(ag));
const others = new Set(["backward", "grad", "keep"]);
const names = Object.getOwnPropertyNames(ag.Tensor.prototype).filter(
  (name) => functions.has(name) && !others.has(name),
);

it("has every operator of one tensor as a method", () => {
  const unary = ["abs", "clamp", "exp", "log", "neg", "relu", "sigmoid", "sign", "sqrt", "tanh"];
  expect(names).toEqual(expect.arrayContaining([...unary, ...Object.keys(rest)]));
});

it.each(names)("%s does as a method what it does as a function", async (name) => {
  const x = ag.tensor([0.1, 0.9, 0.3, 0.7, 0.5, 0.2], [2, 3]);
  const given = rest[name] ?? [];
  const expected = (functions.get(name) as Operator)(x, ...given);
  const got: ag.Tensor = Reflect.get(x, name).apply(x, given);
  expect(got.shape).toEqual(expected.shape);
  expect(await got.data()).toEqual(await expected.data());
});
