import * as ag from "../../../src/index.ts";
import { type Call, type Calls, call, make, method, type World } from "./call.ts";

const schedulers = {
  StepLR: [ag.StepLR, { stepSize: 2, gamma: 0.5 }],
  MultiStepLR: [ag.MultiStepLR, { milestones: [1, 2], gamma: 0.5 }],
  CosineAnnealingLR: [ag.CosineAnnealingLR, { tMax: 4, etaMin: 0.01 }],
  OneCycleLR: [ag.OneCycleLR, { maxLr: 1, totalSteps: 8, pctStart: 0.3, divFactor: 25, finalDivFactor: 1e4 }],
  LRScheduler: [ag.LRScheduler, (step: number, lr: number) => lr / (1 + step)],
} as const;
const adagrad = { lr: 0.1, lrDecay: 0, weightDecay: 0, initialAccumulator: 0, eps: 1e-10 };
const sgd = { lr: 0.1, momentum: 0.9, dampening: 0, weightDecay: 0.1, nesterov: true, rule: "torch" };
const plateau = { factor: 0.1, patience: 1, threshold: 1e-4, cooldown: 0, minLr: 0, eps: 1e-8 };

/** A layer, built and run. */
function layer(type: new (...args: never[]) => ag.Module, ...args: unknown[]) {
  return (w: World): Call => ({
    args: args.map((arg) => (typeof arg === "function" ? arg(w) : arg)),
    run: (given) => Reflect.construct(type, given).forward(w.p(1, 4, 5, 5)),
  });
}

function plain(type: new () => ag.Module): Calls[string] {
  return (w) => method(new type(), "forward", w.p(1, 2, 3, 3));
}

function group(w: World) {
  return [{ params: [w.p(2, 2)], lrScale: 2, weightDecay: 0 }];
}

function average(w: World) {
  return new ag.WeightAverage(w.linear().namedParameters(), 0.9);
}

/** Layers, networks, optimizers and schedules. */
export const networks: Calls = {
  AdaptiveAvgPool2d: layer(ag.AdaptiveAvgPool2d, { outputSize: [2, 2] }),
  AvgPool2d: layer(ag.AvgPool2d, { kernel: 2, stride: 2, padding: 1, ceilMode: false, countIncludePad: true }),
  MaxPool2d: layer(ag.MaxPool2d, { kernel: 2, stride: 2, padding: 1, ceilMode: false }),
  Dropout: layer(ag.Dropout, (w: World) => ({ p: 0.3, inverted: true, rng: w.rng })),
  Conv2d: layer(ag.Conv2d, 4, 2, (w: World) => ({
    ...w.layer,
    ...{ kernel: [3, 3], stride: 1, padding: 1, dilation: 1, groups: 2, ceilMode: true },
    ...{ bias: true, weightInit: ag.heNormal(), biasInit: ag.constant(0) },
  })),
  DepthwiseSeparableConv2d: (w) =>
    make(ag.DepthwiseSeparableConv2d, 2, 3, { ...w.layer, kernel: 3, padding: "same", multiplier: 2, bias: true }),
  BatchNorm1d: (w) => make(ag.BatchNorm1d, 3, { ...w.layer, eps: 1e-5, momentum: 0.1 }),
  BatchNorm2d: (w) => make(ag.BatchNorm2d, 3, { ...w.layer, eps: 1e-5, momentum: 0.1 }),
  LayerNorm: layer(ag.LayerNorm, [5, 5], (w: World) => ({ ...w.layer, eps: 1e-5, affine: true })),
  GroupNorm: layer(ag.GroupNorm, 2, 4, (w: World) => ({ ...w.layer, eps: 1e-5, affine: true })),
  Linear: (w) => make(ag.Linear, 3, 2, { ...w.layer, bias: true, weightInit: ag.heNormal(), biasInit: ag.uniform() }),
  LocalResponseNorm: () => make(ag.LocalResponseNorm, { size: 3, alpha: 1e-4, beta: 0.75, k: 2, channels: "within" }),
  Flatten: plain(ag.Flatten),
  ReLU: plain(ag.ReLU),
  LeakyReLU: layer(ag.LeakyReLU, { negativeSlope: 0.2 }),
  Sigmoid: plain(ag.Sigmoid),
  Softmax: plain(ag.Softmax),
  Tanh: plain(ag.Tanh),
  Sequential: (w) => make(ag.Sequential, { fc: w.linear(), relu: new ag.ReLU() }),
  Module: (w) => make(ag.Sequential, [w.linear()]),
  "Module.forward": (w) => method(w.linear(), "forward", w.p(2, 3)),
  "Module.registerForwardHook": (w) => method(w.linear(), "registerForwardHook", () => undefined),
  "Module.train": (w) => method(w.linear(), "train", false),
  "Module.eval": (w) => method(w.linear(), "eval"),
  "Module.namedModules": (w) => method(w.linear(), "namedModules", "a"),
  "Module.namedParameters": (w) => method(w.linear(), "namedParameters", "a"),
  "Module.namedBuffers": (w) => method(new ag.BatchNorm1d(3, w.layer), "namedBuffers", "a"),
  "Module.parameters": (w) => method(w.linear(), "parameters"),
  "Module.state": (w) => method(w.linear(), "state"),
  "Module.load": (w) => {
    const weight = { shape: [2, 3], data: new Float32Array(6) };
    return method(w.linear(), "load", { weight, bias: { shape: [2], data: new Float32Array(2) } }, { strict: true });
  },
  "Module.to": (w) => method(w.linear(), "to", w.exact),
  "Module.toString": (w) => method(w.linear(), "toString"),
  "Module.initialize": (w) => method(new ag.Linear(3, 2, { ...w.layer, skipInit: true }), "initialize"),
  "Module.freeze": (w) => method(w.linear(), "freeze", true),
  "Module.dispose": (w) => method(w.linear(), "dispose"),
  seedDropout: (w) => call(ag.seedDropout, new ag.Sequential([new ag.Dropout({ p: 0.5 })]), w.rng),
  constant: (w) => call((value: number) => ag.constant(value)([2], w.rng), 0.1),
  uniform: () => call(ag.uniform, { low: 0, high: 1 }),
  gaussian: () => call(ag.gaussian, { mean: 0, std: 1 }),
  glorotUniform: () => call(ag.glorotUniform, { k: 6 }),
  glorotNormal: (w) => call(ag.glorotNormal(), [2, 3], w.rng),
  heUniform: (w) => call(ag.heUniform(), [2, 3], w.rng),
  heNormal: (w) => call(ag.heNormal(), [2, 3], w.rng),
  fanInUniform: (w) => call(ag.fanInUniform(), [2, 3], w.rng),

  Adagrad: (w) => make(ag.Adagrad, group(w), adagrad),
  AdamW: (w) => make(ag.AdamW, group(w), { lr: 0.1, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0 }),
  Adam: (w) => make(ag.Adam, group(w), { lr: 0.1, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0 }),
  Muon: (w) => make(ag.Muon, group(w), { lr: 0.1, momentum: 0.9, weightDecay: 0.1, nsSteps: 2 }),
  SGD: (w) => make(ag.SGD, group(w), sgd),
  Optimizer: (w) => make(ag.SGD, [w.p(2), w.p(3)], { lr: 0.1 }),
  "Optimizer.step": (w) => method(w.sgd(), "step"),
  "Optimizer.zeroGrad": (w) => method(w.sgd(), "zeroGrad"),
  "Optimizer.state": (w) => method(w.sgd(), "state"),
  "Optimizer.load": (w) => {
    const buffers = { "0.momentum_buffer": { shape: [2], data: new Float32Array(2) } };
    return method(w.sgd(), "load", { lr: 0.1, steps: [3], buffers });
  },
  "Optimizer.dispose": (w) => method(w.sgd(), "dispose"),
  clipGradNorm: (w) => call(ag.clipGradNorm, w.sgd().groups[0].params, 1),
  biasGroup: (w) => call(ag.biasGroup, [...w.linear().namedParameters()], { lrScale: 2 }),
  ...Object.fromEntries(
    Object.entries(schedulers).map(([name, [type, options]]) => [name, (w) => make(type, w.sgd(), options)]),
  ),
  "LRScheduler.lrAt": (w) => method(new ag.StepLR(w.sgd(), { stepSize: 2 }), "lrAt", 3),
  "LRScheduler.step": (w) => method(new ag.StepLR(w.sgd(), { stepSize: 2 }), "step"),
  "LRScheduler.state": (w) => method(new ag.StepLR(w.sgd(), { stepSize: 2 }), "state"),
  "LRScheduler.load": (w) => method(new ag.StepLR(w.sgd(), { stepSize: 2 }), "load", { baseLr: 0.1, steps: 3 }),
  ReduceLROnPlateau: (w) => make(ag.ReduceLROnPlateau, w.sgd(), { ...plateau, mode: "min", thresholdMode: "rel" }),
  "ReduceLROnPlateau.step": (w) => method(new ag.ReduceLROnPlateau(w.sgd()), "step", 1),
  "ReduceLROnPlateau.state": (w) => method(new ag.ReduceLROnPlateau(w.sgd()), "state"),
  "ReduceLROnPlateau.load": (w) =>
    method(new ag.ReduceLROnPlateau(w.sgd()), "load", { best: 1, badSteps: 2, cooldownLeft: 0 }),
  WeightAverage: (w) => make(ag.WeightAverage, w.linear().namedParameters(), 0.9),
  "WeightAverage.step": (w) => method(average(w), "step"),
  "WeightAverage.state": (w) => method(average(w), "state"),
  "WeightAverage.swap": (w) => method(average(w), "swap"),
  "WeightAverage.dispose": (w) => method(average(w), "dispose"),
  "WeightAverage.load": (w) => {
    const weight = { shape: [2, 3], data: new Float32Array(6) };
    return method(average(w), "load", 3, { weight, bias: { shape: [2], data: new Float32Array(2) } });
  },

  alexnetSmall: () => call(ag.alexnetSmall, [3, 16, 16]),
  article: () => call(ag.article, { pool: "avg" }),
  buildModel: (w) =>
    call(ag.buildModel, w.table(), {
      ...w.layer,
      ...{ input: [3, 6, 6], classes: 4, width: 2, dropout: 0.1, skipInit: false },
    }),
  modelTable: () => call(ag.modelTable, "lenet5", { input: [1, 28, 28], classes: 4, width: 0.5, dropout: 0.1 }),
  summarize: (w) => call(ag.summarize, w.table(), { input: [3, 6, 6], classes: 4, width: 2, dropout: 0.1 }),
  formatSummary: (w) => call(ag.formatSummary, ag.summarize(w.table())),
  "layers.conv": () => call(ag.layers.conv, "conv1", 3, { kernel: 3, padding: 1 }),
  "layers.linear": () => call(ag.layers.linear, "fc1", 3, { biasInit: ag.constant(0) }),
  "layers.maxPool": () => call(ag.layers.maxPool, { kernel: 3, stride: 2, padding: 1 }),
  "layers.avgPool": () => call(ag.layers.avgPool, { kernel: 3, stride: 2, padding: 1 }),
  "layers.adaptiveAvgPool": () => call(ag.layers.adaptiveAvgPool, { outputSize: 2 }),
  "layers.localResponseNorm": () => call(ag.layers.localResponseNorm, { size: 3 }),
  "layers.dropout": () => call(ag.layers.dropout, { p: 0.5, inverted: true }),
  "variants.withActivation": (w) => call(ag.variants.withActivation("tanh"), w.table()),
  "variants.withNorm": (w) => call(ag.variants.withNorm("batch"), w.table()),
  "variants.withLrn": (w) =>
    call((...args: Parameters<typeof ag.variants.withLrn>) => ag.variants.withLrn(...args)(w.table()), { k: 2 }),
  "variants.withPooling": (w) => call(ag.variants.withPooling("disjoint"), w.table()),
  "variants.withInit": (w) =>
    call((...args: Parameters<typeof ag.variants.withInit>) => ag.variants.withInit(...args)(w.table()), {
      weight: "he",
    }),
  "variants.withoutLayer": (w) => call(ag.variants.withoutLayer("conv1"), w.table()),
};
