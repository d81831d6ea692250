import { expect, it } from "vitest";
import { unary } from "../../src/gradcheck/op-info/elementwise.ts";
import { rows } from "../../src/gradcheck/op-info/index.ts";
import * as ag from "../../src/index.ts";

const device = ag.reference();
const rng = new ag.Rng(1);
const t = (...shape: number[]) => ag.randn(shape, { device, rng });
const materials = { device, rng, t, p: t };

const withMethod = rows.filter(({ name }) => name in ag.Tensor.prototype);

it("has every operator of one tensor as a method, and others", () => {
  const others = ["add", "sub", "mul", "div", "pow", "maximum", "matmul", "reshape", "permute", "transpose", "flatten"];
  const reductions = ["sum", "mean", "variance", "max", "softmax", "logSoftmax"];
  const expected = [...Object.keys(unary), ...others, ...reductions];
  expect(withMethod.map(({ name }) => name)).toEqual(expect.arrayContaining(expected));
});

it.each(withMethod.map((row) => [row.name, row] as const))(
  "%s does as a method what it does as a function",
  async (name, { op, example }) => {
    const [x, ...rest] = example(materials);
    const expected: ag.Tensor = Reflect.apply(op, undefined, [x, ...rest]);
    const got: ag.Tensor = Reflect.apply(Reflect.get(ag.Tensor.prototype, name), x, rest);
    expect(got.shape).toEqual(expected.shape);
    expect(await got.data()).toEqual(await expected.data());
  },
);
