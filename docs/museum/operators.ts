import { Rng } from "../../src/core/rng.ts";
import type { Tensor } from "../../src/core/tensor.ts";
import { tensor } from "../../src/create.ts";
import {
  abs,
  avgPool2d,
  batchNorm,
  clamp,
  concat,
  conv2d,
  crossEntropy,
  div,
  dropout,
  leakyRelu,
  linear,
  localResponseNorm,
  logSoftmax,
  matmul,
  max,
  maximum,
  maxPool2d,
  mean,
  minimum,
  mseLoss,
  mul,
  pad,
  permute,
  pick,
  pow,
  relu,
  sigmoid,
  slice,
  softmax,
  sub,
  sum,
  tanh,
  variance,
  where,
} from "../../src/ops/index.ts";

type Run = (inputs: readonly Tensor[], options: never) => Tensor;

/** Called with its tensors, then its options where there are any. */
const plain =
  (run: (...args: never[]) => Tensor): Run =>
  (inputs, options) =>
    Reflect.apply(run, undefined, options === undefined ? inputs : [...inputs, options]);

/** The same number in every channel of x. */
const perChannel = ({ shape, device }: Tensor, value: number) =>
  tensor(new Float64Array(shape[1]).fill(value), [shape[1]], { device });

const listed = (values: readonly number[], { device }: Tensor) => tensor([...values], [values.length], { device });

/** The operators that the exhibits call: of tensors, and options that are plain data. */
const operators = {
  abs: plain(abs),
  avgPool2d: plain(avgPool2d),
  batchNorm([x, weight = null], options: { readonly training: boolean; readonly eps?: number }) {
    const running = { runningMean: perChannel(x, 0.2), runningVar: perChannel(x, 0.7) };
    return batchNorm(x, { ...(options.training ? {} : running), ...options, weight });
  },
  clamp: plain(clamp),
  concat: (inputs, options: object) => concat(inputs, options),
  conv2d: ([x, w, bias = null], options: object) => conv2d(x, w, { ...options, bias }),
  crossEntropy: ([x], { labels, ...options }: { readonly labels: number[] }) => crossEntropy(x, labels, options),
  div: plain(div),
  dropout: ([x], { p, seed }: { readonly p: number; readonly seed: number }) => dropout(x, { p, rng: new Rng(seed) }),
  leakyRelu: plain(leakyRelu),
  linear: plain(linear),
  localResponseNorm: plain(localResponseNorm),
  logSoftmax: plain(logSoftmax),
  matmul: plain(matmul),
  max: plain(max),
  maximum: plain(maximum),
  maxPool2d: plain(maxPool2d),
  mean: plain(mean),
  minimum: plain(minimum),
  mseLoss: plain(mseLoss),
  mul: plain(mul),
  pad: plain(pad),
  permute: ([x], { axes }: { readonly axes: number[] }) => permute(x, axes),
  pick: ([x], { labels }: { readonly labels: number[] }) => pick(x, listed(labels, x)),
  pow: plain(pow),
  relu: plain(relu),
  sigmoid: plain(sigmoid),
  slice: plain(slice),
  softmax: plain(softmax),
  sub: plain(sub),
  sum: plain(sum),
  tanh: plain(tanh),
  variance: plain(variance),
  where: ([a, b], { condition }: { readonly condition: number[] }) => where(listed(condition, a), a, b),
} satisfies Record<string, Run>;

export type OperatorName = keyof typeof operators;

export function call(op: OperatorName, inputs: readonly Tensor[], options?: object): Tensor {
  return operators[op](inputs, options as never);
}
