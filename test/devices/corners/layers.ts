import * as ag from "../../../src/index.ts";
import { type Corner, grid, inf, nan, unary } from "./corner.ts";

const ln2 = Math.LN2;

export const alongAxes: readonly Corner[] = [
  unary("sum", (x) => ag.sum(x), [inf, -inf], [nan], [1, 1]),
  unary("mean", (x) => ag.mean(x), [inf, 1], [inf], [0.5, 0.5]),
  unary("variance", (x) => ag.variance(x), [inf, 1], [nan], [nan, -inf]),
  unary(
    "max",
    (x) => ag.max(x, { axis: 1 }),
    grid([4, 3], [nan, 5, inf, inf, inf, 1, -inf, 1, -inf, -inf, -inf, -inf]),
    [nan, inf, 1, -inf],
    [nan, nan, nan, 0.5, 0.5, 0, 0, 1, 0, 1 / 3, 1 / 3, 1 / 3],
  ),
  { ...unary("max", (x) => ag.max(x), [0, -0, -1], [0], [0.5, 0.5, 0]), eitherZero: true },
  unary(
    "softmax",
    (x) => ag.softmax(x),
    grid([4, 3], [nan, 1, 2, inf, 1, 2, -inf, 0, 0, -inf, -inf, -inf]),
    [nan, nan, nan, nan, nan, nan, 0, 0.5, 0.5, nan, nan, nan],
    [nan, nan, nan, nan, nan, nan, 0, -0.25, 0.25, nan, nan, nan],
    [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3],
  ),
  unary(
    "logSoftmax",
    (x) => ag.logSoftmax(x),
    grid([4, 3], [nan, 1, 2, inf, 1, 2, -inf, 0, 0, -inf, -inf, -inf]),
    [nan, nan, nan, nan, nan, nan, -inf, -ln2, -ln2, nan, nan, nan],
    [nan, nan, nan, nan, nan, nan, 1, -1, 0, nan, nan, nan],
    [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3],
  ),
  unary(
    "crossEntropy",
    (x) => ag.crossEntropy(x, [0, 1, 2, 1], { reduction: "none" }),
    grid([4, 3], [-inf, 0, 0, -inf, 0, 0, nan, 0, 0, inf, 0, 0]),
    [inf, ln2, nan, nan],
    [-1, 0.5, 0.5, 0, -0.5, 0.5, nan, nan, nan, nan, nan, nan],
  ),
  unary(
    "crossEntropy",
    (x) => ag.crossEntropy(x, [1], { labelSmoothing: 0.5 }),
    grid([1, 3], [-inf, 0, 0]),
    [inf],
    [-1 / 6, -1 / 6, 1 / 3],
  ),
  unary(
    "nllLoss",
    (x) => ag.nllLoss(x, [0, 0], { reduction: "none" }),
    grid([2, 2], [-inf, 0, 1, nan]),
    [inf, -1],
    [-1, 0, -1, 0],
  ),
  {
    op: "mseLoss",
    run: (x, target) => ag.mseLoss(x!, target!, { reduction: "none" }),
    inputs: [
      [inf, nan, inf],
      [inf, 0, 0],
    ],
    y: [nan, nan, inf],
    gradients: [
      [nan, nan, inf],
      [nan, nan, -inf],
    ],
  },
];

export const windows: readonly Corner[] = [
  unary(
    "maxPool2d",
    (x) => ag.maxPool2d(x, { kernel: 2 }),
    grid([1, 1, 2, 10], [9, nan, inf, inf, -inf, -inf, 0, -0, nan, 1, nan, 4, inf, 1, -inf, -inf, -1, 0, nan, inf]),
    [nan, inf, -inf, 0, nan],
    [0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ),
  unary(
    "maxPool2d",
    (x) => ag.maxPool2d(x, { kernel: 2, stride: 1, padding: 1 }),
    grid([1, 1, 1, 1], [-inf]),
    [-inf, -inf, -inf, -inf],
    [4],
  ),
  unary(
    "avgPool2d",
    (x) => ag.avgPool2d(x, { kernel: 2 }),
    grid([1, 1, 2, 6], [inf, 1, 1, 1, nan, 1, 1, 1, 1, 1, 1, 1]),
    [inf, 1, nan],
    Array<number>(12).fill(0.25),
  ),
  unary(
    "adaptiveAvgPool2d",
    (x) => ag.adaptiveAvgPool2d(x, { outputSize: [1, 2] }),
    grid([2, 1, 1, 4], [inf, 1, 1, 1, 1, 1, 1, 1]),
    [inf, nan, 1, 1],
    Array<number>(8).fill(0.5),
  ),
  unary(
    "localResponseNorm",
    (x) => ag.localResponseNorm(x, { size: 3, alpha: 3 }),
    grid([1, 4, 1, 2], [1, 1, inf, nan, 1, 1, 1, 1]),
    [0, nan, nan, nan, 0, nan, 3 ** -0.75, 3 ** -0.75],
    [nan, nan, nan, nan, nan, nan, 3 ** -0.75 - 1.5 * 3 ** -1.75, nan],
  ),
  unary(
    "batchNorm",
    (x) => ag.batchNorm(x, { training: true, eps: 0 }),
    grid([2, 3], [nan, inf, 1, 1, 1, 3]),
    [nan, nan, -1, nan, nan, 1],
    [nan, nan, 0, nan, nan, 0],
  ),
  {
    op: "matmul",
    run: (a, b) => ag.matmul(a!, b!),
    inputs: [grid([2, 2], [0, 1, 1, 1]), grid([2, 1], [inf, 1])],
    y: [nan, inf],
    gradients: [
      [inf, 1, inf, 1],
      [1, 2],
    ],
  },
  {
    op: "linear",
    run: (x, w) => ag.linear(x!, w!),
    inputs: [grid([2, 1], [nan, 1]), grid([1, 1], [0])],
    y: [nan, 0],
    gradients: [[0, 0], [nan]],
  },
  {
    op: "conv2d",
    run: (x, w) => ag.conv2d(x!, w!),
    inputs: [grid([1, 1, 1, 3], [inf, 1, 1]), grid([1, 1, 1, 2], [0, 1])],
    y: [nan, 1],
    gradients: [
      [0, 1, 1],
      [inf, 2],
    ],
  },
];

const dropped = (options: ag.DropoutOptions) => (x: ag.Tensor) => ag.dropout(x, { p: 1, ...options });

export const dropout: readonly Corner[] = [
  unary("dropout", dropped({}), [1, 2, nan, inf], [0, 0, nan, nan], [0, 0, 0, 0]),
  unary("dropout", dropped({ inverted: false }), [1, 2], [0, 0], [0, 0]),
  unary("dropout", dropped({ training: false }), [1, -0, nan, inf], [1, -0, nan, inf], [1, 1, 1, 1]),
  unary("dropout", dropped({ training: false, inverted: false }), [1, 2], [0, 0], [0, 0]),
  unary("dropout", (x) => ag.dropout(x, { p: 0 }), [1, -0, nan, inf], [1, -0, nan, inf], [1, 1, 1, 1]),
  unary("Dropout", (x) => new ag.Dropout({ p: 1 }).forward(x), [1, 2], [0, 0], [0, 0]),
];
