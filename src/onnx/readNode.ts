import { formatShape, sizeOf } from "../core/shape.ts";
import type { LayerSpec } from "../models/index.ts";
import type { Constant } from "./constants.ts";
import { type Node, scalarOf, Unsupported } from "./graph.ts";
import { expectUndilated, pairOf, readAverage, readWindow, samePair } from "./readWindow.ts";
import type { Before, Step, Weights } from "./step.ts";
import { batchNormTensors, epsilon } from "./writeLayer.ts";

type Reader = (node: Node, before: Before) => Step;

const plain = (kind: "relu" | "sigmoid" | "tanh"): Reader => {
  return () => ({ spec: { kind } });
};

/** Operators of one data input, and what they become. @throws Unsupported that says what of a node is no layer of ours. */
export const readers: Readonly<Record<string, Reader>> = {
  Conv: readConv,
  Gemm: readGemm,
  MatMul: (node) => linear(transposed(node.constant(1))),
  Add: readAdd,
  Mul: readMul,
  MaxPool(node) {
    node.expectInt("storage_order", 0);
    expectUndilated(node);
    const { padding, ceilMode, ...window } = readWindow(node, null);
    return { spec: { kind: "maxPool", ...window, ...padding, ...ceilMode } };
  },
  AveragePool: readAverage,
  GlobalAveragePool: () => ({ spec: { kind: "adaptiveAvgPool", outputSize: 1 } }),
  ReduceMean: readMean,
  LRN: readLrn,
  BatchNormalization: readBatchNorm,
  Dropout: readDropout,
  Relu: plain("relu"),
  Sigmoid: plain("sigmoid"),
  Tanh: plain("tanh"),
  Flatten(node) {
    node.expectInt("axis", 1);
    return { spec: { kind: "flatten" } };
  },
  Reshape: readReshape,
};

/** Operators that are part of a layer: of the next one, of a decomposed normalization, or of what comes behind the scores. */
export const parts: readonly string[] = ["Pad", "Pow", "Div", "Unsqueeze", "Squeeze", "Softmax"];

function weightsOf(constant: Constant, rank: number): Weights {
  const { shape } = constant;
  if (shape.length !== rank) throw new Unsupported(`weights ${formatShape(shape)}, not of rank ${rank}`);
  if (shape.includes(0)) throw new Unsupported(`weights ${formatShape(shape)}, which are none`);
  return { shape, data: constant.floats() };
}

/** A bias for each of `count` channels. */
function biasOf(constant: Constant, count: number): Weights {
  const { shape } = constant;
  const data = constant.floats();
  if (data.length === count) return { shape: [count], data };
  if (data.length !== 1) throw new Unsupported(`a bias of ${formatShape(shape)} for ${count} channels`);
  return { shape: [count], data: new Float32Array(count).fill(data[0]) };
}

function readConv(node: Node, { pads }: Before): Step {
  const weight = weightsOf(node.constant(1), 4);
  const bias = node.optional(2);
  const [filters, perGroup, ...kernel] = weight.shape as [number, number, number, number];
  const { kernel: own = kernel, stride, padding } = readWindow(node, pads, kernel);
  const groups = node.int("group", 1);
  const dilations = node.ints("dilations") ?? [1, 1];
  if (String(pairOf(own)) !== String(kernel)) throw new Unsupported(`kernel_shape ${own} for weights of ${kernel}`);
  const spec: LayerSpec = {
    kind: "conv",
    name: "",
    filters,
    kernel: own,
    ...(String(pairOf(stride)) !== "1,1" && { stride }),
    ...padding,
    ...(dilations.some((each) => each !== 1) && { dilation: samePair(dilations) }),
    ...(groups !== 1 && { groups }),
    ...(bias === undefined && { bias: false }),
  };
  return {
    spec,
    tensors: { weight, ...(bias && { bias: biasOf(bias, filters) }) },
    check: ({ input }) =>
      input[0] === perGroup * groups ? null : `${input[0]} channels for weights of ${perGroup * groups}`,
  };
}

function readGemm(node: Node): Step {
  for (const name of ["alpha", "beta"]) {
    const value = node.float(name, 1);
    if (value !== 1) throw new Unsupported(`${name} ${value}`);
  }
  node.expectInt("transA", 0);
  const constant = node.constant(1);
  return linear(node.int("transB", 0) === 1 ? weightsOf(constant, 2) : transposed(constant), node.optional(2));
}

const turnedOf = new WeakMap<Constant, Weights>();

function transposed(constant: Constant): Weights {
  const before = turnedOf.get(constant);
  if (before !== undefined) return before;
  const { shape, data } = weightsOf(constant, 2);
  const [from, to] = shape as [number, number];
  const turned = data instanceof Float32Array ? new Float32Array(data.length) : new Float64Array(data.length);
  for (let i = 0; i < from; i++) for (let j = 0; j < to; j++) turned[j * from + i] = data[i * to + j];
  const weights = { shape: [to, from], data: turned };
  turnedOf.set(constant, weights);
  return weights;
}

function linear(weight: Weights, bias?: Constant): Step {
  const [features, from] = weight.shape as [number, number];
  return {
    spec: { kind: "linear", name: "", features },
    tensors: { weight, bias: bias ? biasOf(bias, features) : { shape: [features], data: new Float32Array(features) } },
    check: ({ input }) => (input[0] === from ? null : `${input[0]} features for weights of ${from}`),
  };
}

/** A bias that is a node of its own. */
function readAdd(node: Node, { last }: Before): Step {
  const constant = node.constant(node.isConstant(0) ? 0 : 1);
  const { spec, tensors, check } = last ?? {};
  const isLinear = spec?.kind === "linear" && tensors?.bias?.data.every((value) => value === 0) === true;
  const isConv = spec?.kind === "conv" && spec.bias === false;
  const channels = isLinear || isConv ? tensors!.weight!.shape[0] : 0;
  const { shape } = constant;
  const tail = isConv ? [channels, 1, 1] : [channels];
  if (channels === 0 || String(shape.slice(-tail.length)) !== String(tail) || sizeOf(shape) !== channels) {
    throw new Unsupported(`a constant of ${formatShape(shape)} that is no layer's bias`);
  }
  const bias = { shape: [channels], data: constant.floats() };
  const { bias: _, ...biased } = spec as LayerSpec & { readonly bias?: boolean };
  return { spec: biased, tensors: { ...tensors, bias }, ...(check && { check }), replacesLast: true };
}

/** 2012's dropout, in evaluation; before all layers it would be what is done to images. */
function readMul(node: Node, { last }: Before): Step {
  if (last === undefined) throw new Unsupported("a factor before all layers");
  const kept = scalarOf(node.constant(node.isConstant(0) ? 0 : 1));
  if (!(kept > 0 && kept <= 1)) throw new Unsupported(`a factor of ${kept}`);
  return { spec: { kind: "dropout", p: Number((1 - kept).toPrecision(12)), inverted: false } };
}

/** An average of whole maps. */
function readMean(node: Node): Step {
  const axes = node.ints("axes") ?? node.constant(1).integers();
  const isOfMaps = ["2,3", "-2,-1", "-1,-2", "3,2"].includes(String(axes)) && node.int("keepdims", 1) === 1;
  if (!isOfMaps) throw new Unsupported(`a mean over the axes ${axes}`);
  return { spec: { kind: "adaptiveAvgPool", outputSize: 1 } };
}

function readLrn(node: Node): Step {
  const size = node.int("size", 0);
  if (!(size > 0 && size % 2 === 1)) throw new Unsupported(`a window of ${size} channels`);
  const [alpha, beta, k] = [node.float("alpha", 1e-4), node.float("beta", 0.75), node.float("bias", 1)];
  return { spec: { kind: "localResponseNorm", size, alpha, beta, k } };
}

function readBatchNorm(node: Node): Step {
  node.expectInt("training_mode", 0);
  node.expectInt("spatial", 1);
  const eps = node.float("epsilon", epsilon);
  if (Math.fround(eps) !== Math.fround(epsilon)) throw new Unsupported(`epsilon ${eps}, where a table's is ${epsilon}`);
  const tensors = Object.fromEntries(batchNormTensors.map((name, i) => [name, weightsOf(node.constant(i + 1), 1)]));
  return {
    spec: { kind: "batchNorm" },
    tensors,
    check: ({ input }) =>
      Object.values(tensors).every(({ shape }) => shape[0] === input[0])
        ? null
        : `statistics of other than ${input[0]} channels`,
  };
}

function readDropout(node: Node): Step {
  const ratio = node.optional(1);
  const p = ratio === undefined ? node.float("ratio", 0.5) : scalarOf(ratio);
  if (node.inputs[2]) throw new Unsupported("training_mode");
  if (!(p >= 0 && p <= 1)) throw new Unsupported(`ratio ${p}`);
  return { spec: { kind: "dropout", p } };
}

/** Flatten in other words: [batch, features]. */
function readReshape(node: Node): Step {
  const target = node.constant(1).integers();
  const [, features] = target;
  if (target.length !== 2) throw new Unsupported(`the shape ${formatShape(target)}`);
  return {
    spec: { kind: "flatten" },
    check: ({ output }) => (features === -1 || features === output[0] ? null : `the shape ${formatShape(target)}`),
  };
}
