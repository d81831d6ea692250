import * as ag from "../../../src/index.ts";
import { type Callable, type Calls, call, method } from "./call.ts";

const window = { stride: 1, padding: [1, 0], ceilMode: false };
const conv = { ...window, dilation: 1 };
const reduce = { axis: [0, -1], keepDims: true };
const { abs, exp, log, neg, relu, sigmoid, sign, sqrt, tanh } = ag;
const { add, sub, mul, div, pow, maximum, equal, greater } = ag;
const { sum, mean, max, softmax, logSoftmax, zeros, ones } = ag;

function each(targets: Readonly<Record<string, Callable>>, make: (target: Callable) => Calls[string]): Calls {
  return Object.fromEntries(Object.entries(targets).map(([name, target]) => [name, make(target)]));
}

/** Every operator, and what makes tensors. */
export const operators: Calls = {
  ...each({ abs, exp, log, neg, relu, sigmoid, sign, sqrt, tanh }, (op) => (w) => call(op, w.p(2, 3))),
  ...each({ add, sub, mul, div, pow, maximum, equal, greater }, (op) => (w) => call(op, w.p(2, 3), w.t(3))),
  ...each({ sum, mean, max }, (op) => (w) => call(op, w.p(2, 3, 2), reduce)),
  ...each({ softmax, logSoftmax }, (op) => (w) => call(op, w.p(2, 3), { axis: 1 })),
  ...each({ zeros, ones }, (make) => (w) => call(make, [2, 3], { device: w.device, requiresGrad: true })),
  adaptiveAvgPool2d: (w) => call(ag.adaptiveAvgPool2d, w.p(1, 2, 4, 4), { outputSize: [2, 3] }),
  avgPool2d: (w) => call(ag.avgPool2d, w.p(1, 2, 4, 4), { kernel: [2, 2], ...window, countIncludePad: false }),
  batchNorm: (w) =>
    call(ag.batchNorm, w.p(4, 3), {
      weight: w.p(3),
      bias: w.p(3),
      runningMean: w.t(3),
      runningVar: ag.ones([3], { device: w.device }),
      training: true,
      momentum: 0.1,
      eps: 1e-5,
    }),
  broadcastTo: (w) => call(ag.broadcastTo, w.p(1, 3), [2, 3]),
  clamp: (w) => call(ag.clamp, w.p(3), { min: -1, max: 1 }),
  concat: (w) => call(ag.concat, [w.p(2, 1), w.p(2, 2), w.p(2, 3)], { axis: 1 }),
  conv2d: (w) => call(ag.conv2d, w.p(1, 4, 5, 5), w.p(2, 2, 3, 3), { ...conv, groups: 2, bias: w.p(2) }),
  crossEntropy: (w) => call(ag.crossEntropy, w.p(2, 3), [0, 2], { reduction: "sum", labelSmoothing: 0.1 }),
  depthwiseSeparableConv2d: (w) =>
    call(ag.depthwiseSeparableConv2d, w.p(1, 2, 5, 5), w.p(2, 1, 3, 3), w.p(3, 2, 1, 1), { ...conv, bias: w.p(3) }),
  dropout: (w) => call(ag.dropout, w.p(4), { p: 0.3, training: true, inverted: false, rng: w.rng }),
  flatten: (w) => call(ag.flatten, w.p(2, 3, 2), { startAxis: 1 }),
  full: (w) => call(ag.full, [2, 3], 1.5, { device: w.device, requiresGrad: true }),
  inferBroadcast: () => call(() => ag.inferBroadcast("add")({ a: [2, 1], b: [3] })),
  linear: (w) => call(ag.linear, w.p(2, 3), w.p(4, 3), { bias: w.p(4) }),
  localResponseNorm: (w) =>
    call(ag.localResponseNorm, w.p(1, 3, 2, 2), {
      size: 3,
      alpha: 1e-4,
      beta: 0.75,
      k: 2,
      divideAlpha: true,
      channels: "across",
    }),
  matmul: (w) => call(ag.matmul, w.p(3, 2), w.p(4, 3), { transposeA: true, transposeB: true }),
  maxPool2d: (w) => call(ag.maxPool2d, w.p(1, 2, 4, 4), { kernel: [2, 2], ...window }),
  mseLoss: (w) => call(ag.mseLoss, w.p(2, 3), w.t(2, 3), { reduction: "mean" }),
  nllLoss: (w) => call(ag.nllLoss, w.p(2, 3), new Uint16Array([0, 2]), { reduction: "none" }),
  pad: (w) => call(ag.pad, w.p(2, 3), { padding: [{ axis: 1, before: 1, after: 2, interior: 1 }], value: 1 }),
  permute: (w) => call(ag.permute, w.p(2, 3), [1, 0]),
  pick: (w) => call(ag.pick, w.p(2, 3), ag.tensor([0, 2], { device: w.device })),
  rand: (w) => call(ag.rand, [2, 3], { low: 0, high: 2, ...w.layer, requiresGrad: false }),
  randn: (w) => call(ag.randn, [2, 3], { mean: 0, std: 2, ...w.layer, requiresGrad: false }),
  reshape: (w) => call(ag.reshape, w.p(2, 3), [3, -1]),
  slice: (w) => call(ag.slice, w.p(2, 6), { axis: 1, start: 1, end: -1, step: 2 }),
  tensor: (w) =>
    call(
      ag.tensor,
      [
        [1, 2],
        [3, 4],
      ],
      { device: w.device, requiresGrad: true },
    ),
  transpose: (w) => call(ag.transpose, w.p(2, 3), 0, 1),
  variance: (w) => call(ag.variance, w.p(2, 3), { ...reduce, correction: 1 }),

  "Tensor.backward": (w) => method(w.p(2).mul(2), "backward", w.t(2), { createGraph: false, retainGraph: true }),
  ...Object.fromEntries(
    ["add", "sub", "mul", "div", "pow", "maximum", "equal", "greater"].map((name) => [
      `Tensor.${name}`,
      (w) => method(w.p(2), name, w.t(2)),
    ]),
  ),
  ...Object.fromEntries(
    ["neg", "abs", "sign", "exp", "log", "sqrt", "relu", "sigmoid", "tanh", "flatten"].map((name) => [
      `Tensor.${name}`,
      (w) => method(w.p(2, 2), name),
    ]),
  ),
  ...Object.fromEntries(
    ["sum", "mean", "variance", "max"].map((name) => [`Tensor.${name}`, (w) => method(w.p(2, 3), name, reduce)]),
  ),
  ...Object.fromEntries(
    ["softmax", "logSoftmax"].map((name) => [`Tensor.${name}`, (w) => method(w.p(2, 3), name, { axis: 1 })]),
  ),
  "Tensor.clamp": (w) => method(w.p(3), "clamp", { min: -1, max: 1 }),
  "Tensor.matmul": (w) => method(w.p(2, 3), "matmul", w.p(3, 2)),
  "Tensor.reshape": (w) => method(w.p(2, 3), "reshape", [3, 2]),
  "Tensor.broadcastTo": (w) => method(w.p(1, 3), "broadcastTo", [2, 3]),
  "Tensor.pad": (w) => method(w.p(2, 3), "pad", { padding: [{ axis: 1, before: 1, after: 2, interior: 1 }], value: 1 }),
  "Tensor.slice": (w) => method(w.p(2, 6), "slice", { axis: 1, start: 1, end: -1, step: 2 }),
  "Tensor.permute": (w) => method(w.p(2, 3), "permute", [1, 0]),
  "Tensor.transpose": (w) => method(w.p(2, 3), "transpose", 0, 1),
};
