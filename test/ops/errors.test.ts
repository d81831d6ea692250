import { describe, expect, it } from "vitest";
import * as ag from "../../src/index.ts";

const device = ag.reference();
const t = (...shape: number[]) => ag.zeros(shape, { device });

/** Bad calls, and the one line that each must answer with. */
const errors: [name: string, call: () => unknown, message: string][] = [
  [
    "conv2d of a wrong rank",
    () => ag.conv2d(t(3, 8, 8), t(4, 3, 3, 3)),
    "conv2d: expected x [n, c, h, w] of rank 4; got [3, 8, 8]",
  ],
  [
    "conv2d with channels that groups do not divide",
    () => ag.conv2d(t(1, 4, 8, 8), t(6, 2, 3, 3), { groups: 3 }),
    "conv2d: expected channels divisible by groups (3); got c = 4 in x [1, 4, 8, 8] and k = 6 in w [6, 2, 3, 3]",
  ],
  [
    "conv2d with a weight of the wrong depth",
    () => ag.conv2d(t(1, 4, 8, 8), t(6, 4, 3, 3), { groups: 2 }),
    "conv2d: expected w with c / groups = 2 input channels; got w [6, 4, 3, 3] for x [1, 4, 8, 8], groups 2",
  ],
  [
    "conv2d with a window larger than the padded input",
    () => ag.conv2d(t(1, 1, 4, 4), t(1, 1, 3, 3), { dilation: 3, padding: 1 }),
    "conv2d: expected a window no larger than the padded input; got a window of 7 over 4 + 1 + 1",
  ],
  [
    "conv2d with stride 0",
    () => ag.conv2d(t(1, 1, 4, 4), t(1, 1, 3, 3), { stride: 0 }),
    "conv2d: expected stride to be a whole number ≥ 1; got 0",
  ],
  [
    "conv2d with a bias of the wrong size",
    () => ag.conv2d(t(1, 1, 4, 4), t(2, 1, 3, 3), { bias: t(3) }),
    "conv2d: expected bias of shape [2]; got [3]",
  ],
  [
    "pooling with a window larger than the input",
    () => ag.maxPool2d(t(1, 1, 2, 2), { kernel: 3 }),
    "maxPool2d: expected a window no larger than the padded input; got a window of 3 over 2 + 0 + 0",
  ],
  [
    "pooling with padding as large as the window",
    () => ag.avgPool2d(t(1, 1, 4, 4), { kernel: 2, padding: 2 }),
    "avgPool2d: expected padding smaller than the 2×2 window; got 2, 2 (top, bottom) and 2, 2 (left, right)",
  ],
  [
    "a label out of range",
    () => ag.crossEntropy(t(2, 3), [0, 3]),
    "crossEntropy: expected labels from 0 to 2; got 3 at index 1",
  ],
  [
    "a label that is no whole number",
    () => ag.nllLoss(t(1, 3), [0.5]),
    "nllLoss: expected labels from 0 to 2; got 0.5 at index 0",
  ],
  ["too few labels", () => ag.crossEntropy(t(2, 3), [0]), "crossEntropy: expected 2 labels for x [2, 3]; got 1"],
  ["shapes that do not broadcast", () => t(2, 3).add(t(4)), "add: cannot broadcast [2, 3] with [4]"],
  [
    "matmul of unequal inner sizes",
    () => ag.matmul(t(2, 3), t(3, 4), { transposeB: true }),
    "matmul: expected equal inner sizes; got 3 in a [2, 3] and 4 in b [3, 4] transposed",
  ],
  [
    "linear with a weight of the wrong size",
    () => ag.linear(t(2, 3), t(5, 4)),
    "linear: expected equal inner sizes; got 3 in a [2, 3] and 4 in b [5, 4] transposed",
  ],
  [
    "a reshape that loses elements",
    () => t(2, 3).reshape([4, -1]),
    "reshape: expected a shape of 6 elements for [2, 3]; got [4, -1]",
  ],
  ["an axis that is not there", () => t(2, 3).sum({ axis: 2 }), "sum: expected an axis from -2 to 1 for rank 2; got 2"],
  ["an axis given twice", () => t(2, 3).sum({ axis: [1, -1] }), "sum: expected each axis once; got [1,-1]"],
  ["permute without every axis", () => t(2, 3).permute([0]), "permute: expected every axis of [2, 3] once; got [0]"],
  [
    "an empty slice",
    () => ag.slice(t(4), { axis: 0, start: 2, end: 2 }),
    "slice: expected a range inside axis 0 of [4]; got 2 to 2",
  ],
  [
    "concat of unequal sizes",
    () => ag.concat([t(1, 2), t(1, 3)]),
    "concat: expected equal sizes except along axis 0; got [1, 2] and [1, 3]",
  ],
  ["concat of nothing", () => ag.concat([]), "concat: expected at least one tensor; got none"],
  ["broadcastTo a smaller shape", () => ag.broadcastTo(t(2, 3), [3]), "broadcastTo: cannot stretch [2, 3] to [3]"],
  ["clamp with bounds crossed", () => ag.clamp(t(1), { min: 1, max: 0 }), "clamp: expected min ≤ max; got 1 and 0"],
  [
    "variance of too few elements",
    () => ag.variance(t(1), { correction: 1 }),
    "variance: expected more elements than the correction 1; got 1",
  ],
  [
    "batchNorm of single values in training",
    () => ag.batchNorm(t(1, 3), { training: true }),
    "batchNorm: expected more than one value per channel in training; got x [1, 3]",
  ],
  [
    "batchNorm with a weight of the wrong size",
    () => ag.batchNorm(t(2, 3), { weight: t(2) }),
    "batchNorm: expected weight of shape [3]; got [2]",
  ],
  [
    "localResponseNorm of size 0",
    () => ag.localResponseNorm(t(1, 1, 2, 2), { size: 0 }),
    "localResponseNorm: expected size to be a whole number ≥ 1; got 0",
  ],
  [
    "dropout of more than everything",
    () => ag.dropout(t(1), { p: 1.1 }),
    "dropout: expected p to be a number from 0 to 1; got 1.1",
  ],
  [
    "label smoothing above 1",
    () => ag.crossEntropy(t(1, 2), [0], { labelSmoothing: 2 }),
    "crossEntropy: expected labelSmoothing to be a number from 0 to 1; got 2",
  ],
  ["mseLoss of unequal shapes", () => ag.mseLoss(t(2), t(3)), "mseLoss: expected equal shapes; got [2] and [3]"],
  ["too few values", () => ag.tensor([1, 2], [3]), "tensor: expected 3 values for [3]; got 2"],
  ["ragged arrays", () => ag.tensor([[1, 2], [3]]), "tensor: expected arrays of equal length; got [2] and [1]"],
  ["something that is no number", () => ag.tensor([undefined as never]), "tensor: expected numbers; got undefined"],
  [
    "sizes in place of a shape",
    () => Reflect.apply(ag.randn, undefined, [2, 3]),
    "randn: expected a shape, an array of whole numbers such as [2, 3]; got 2",
  ],
  [
    "a null in place of weights",
    () => Reflect.apply(ag.conv2d, undefined, [t(1, 1, 4, 4), null]),
    "conv2d: expected w to be a tensor; got null",
  ],
  [
    "a padding by name",
    () => Reflect.apply(ag.conv2d, undefined, [t(1, 1, 4, 4), t(1, 1, 3, 3), { padding: "same" }]),
    'conv2d: expected padding to be a number (half the kernel, rounded down, keeps the size), [h, w] or an object with top, bottom, left, right; got "same"',
  ],
  [
    "an option that is not there",
    () => Reflect.apply(ag.conv2d, undefined, [t(1, 1, 4, 4), t(1, 1, 3, 3), { strides: 2 }]),
    "conv2d: expected options among stride, padding, dilation, groups, ceilMode, bias; got strides (stride?)",
  ],
  [
    "options where there are none",
    () => Reflect.apply(ag.relu, undefined, [t(1), { inplace: true }]),
    "relu: expected no options; got an object",
  ],
  [
    "an option of one of two tensors",
    () => Reflect.apply(ag.add, undefined, [t(1), t(1), { alpha: 2 }]),
    "add: expected no options; got an object",
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
    "axes in place of options",
    () => Reflect.apply(ag.sum, undefined, [t(2, 2), [0, 1]]),
    "sum: expected options as an object with axis, keepDims, such as { axis: [0, 1] }; got [0, 1]",
  ],
  [
    "a tensor in place of options",
    () => Reflect.apply(ag.linear, undefined, [t(2, 2), t(2, 2), t(2)]),
    "linear: expected options as an object with bias, such as { bias: … }; got a Tensor",
  ],
  [
    "a word in place of options",
    () => Reflect.apply(ag.crossEntropy, undefined, [t(2, 2), [0, 1], "sum"]),
    'crossEntropy: expected options as an object with reduction, labelSmoothing, such as { reduction: "sum" }; got "sum"',
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
  it.each(errors)("%s", (_, call, message) => {
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
