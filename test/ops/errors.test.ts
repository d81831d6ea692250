import { describe, expect, it } from "vitest";
import { rows } from "../../src/gradcheck/op-info/index.ts";
import { listed } from "../../src/gradcheck/op-info/row.ts";
import * as ag from "../../src/index.ts";

const device = ag.reference();
const t = (...shape: number[]) => ag.zeros(shape, { device });

/** Bad calls that are of no operator's row, and the one line that each must answer with. */
const others: [name: string, call: () => unknown, message: string][] = [
  ["too few values", () => ag.tensor([1, 2], [3]), "tensor: expected 3 values for [3]; got 2"],
  ["ragged arrays", () => ag.tensor([[1, 2], [3]]), "tensor: expected arrays of equal length; got [2] and [1]"],
  ["something that is no number", () => ag.tensor([undefined as never]), "tensor: expected numbers; got undefined"],
  [
    "sizes in place of a shape",
    () => Reflect.apply(ag.randn, undefined, [2, 3]),
    "randn: expected a shape, an array of whole numbers such as [2, 3]; got 2",
  ],
  [
    "an option of a method",
    () => Reflect.apply(ag.Tensor.prototype.relu, t(1), [{ inplace: true }]),
    "relu: expected no options; got an object",
  ],
  [
    "an axis in place of options",
    () => Reflect.apply(ag.Tensor.prototype.mean, t(2, 2), [0]),
    "mean: expected options as an object with axis, keepDims, such as { axis: 0 }; got 0",
  ],
  [
    "a kernel in place of options",
    () => Reflect.construct(ag.MaxPool2d, [3, { stride: 2 }]),
    "MaxPool2d: expected options as an object with kernel, stride, padding, ceilMode, such as { kernel: 3 }; got 3",
  ],
  [
    "a convolution's kernel in place of options",
    () => Reflect.construct(ag.Conv2d, [3, 64, 11, { stride: 4 }]),
    "Conv2d: expected options as an object with kernel, stride, padding, dilation, groups, ceilMode, device, rng, skipInit, bias, weightInit, biasInit, such as { kernel: 11 }; got 11",
  ],
  [
    "a layer without a kernel",
    () => ag.layers.maxPool(Object({ stride: 2 })),
    "maxPool: expected kernel to be a number or [h, w]; got undefined",
  ],
  [
    "options of a layer that has none",
    () => Reflect.construct(ag.ReLU, [{ inplace: true }]),
    "ReLU: expected no options; got an object",
  ],
  [
    "layers that are not in a list",
    () => Reflect.construct(ag.Sequential, [new ag.ReLU(), new ag.ReLU()]),
    "Sequential: expected modules to be modules in an array or an object; got a ReLU",
  ],
  [
    "sizes in place of a shape, to a method",
    () => Reflect.apply(ag.Tensor.prototype.reshape, t(2, 2), [4]),
    "reshape: expected shape to be a shape, an array of whole numbers such as [2, 3]; got 4",
  ],
  [
    "a size that no device can hold",
    () => ag.zeros([2 ** 20, 2 ** 20]),
    "zeros: expected a shape of fewer than 2^31 elements; got [1048576, 1048576]",
  ],
  ["a dimension of 0", () => ag.zeros([2, 0]), "zeros: expected dimensions that are whole numbers ≥ 1; got [2, 0]"],
];

describe("bad input", () => {
  const ofRows = rows.flatMap(({ name, errors }) =>
    listed(errors).map(([what, call, message]) => [`${name}: ${what}`, () => call(t), message] as const),
  );

  it.each([...ofRows, ...others])("%s", (_, call, message) => {
    expect(call).toThrow(message);
  });

  it("a label out of range in a tensor", async () => {
    const loss = ag.crossEntropy(t(1, 3), ag.tensor([7], { device }));
    await expect(loss.item()).rejects.toThrow(
      "pick: failed on reference (1 elements): expected labels from 0 to 2; got 7 at index 0",
    );
    await device.sync();
  });
});
