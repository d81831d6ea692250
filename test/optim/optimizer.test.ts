import { afterEach, describe, expect, it, vi } from "vitest";
import { OptionError } from "../../src/core/errors.ts";
import {
  AlexgradError,
  crossEntropy,
  Rng,
  randn,
  reference,
  ShapeError,
  scope,
  type Tensor,
  tensor,
} from "../../src/index.ts";
import { Linear, ReLU, Sequential } from "../../src/nn/index.ts";
import { Adagrad, Adam, AdamW, biasGroup, type Optimizer, SGD } from "../../src/optim/index.ts";

const device = reference();
const x = randn([8, 5], { device, rng: new Rng(9) });
const labels = [0, 1, 2, 0, 1, 2, 0, 1];

function network(): Sequential {
  const rng = new Rng(1);
  return new Sequential([new Linear(5, 6, { rng, device }), new ReLU(), new Linear(6, 3, { rng, device })]);
}

function step(model: Sequential, optimizer: Optimizer): void {
  scope(() => {
    optimizer.zeroGrad();
    crossEntropy(model.forward(x), labels).backward();
    optimizer.step();
  });
}

/** A parameter of one element, with a gradient of 1. */
function parameter(value: number): Tensor {
  const w = tensor([value], { device, requiresGrad: true });
  w.sum().backward();
  return w;
}

const optimizers: [string, number, (params: Tensor[]) => Optimizer][] = [
  ["SGD", 1, (params) => new SGD(params, { lr: 0.1, weightDecay: 0.1 })],
  ["SGD, momentum", 2, (params) => new SGD(params, { lr: 0.1, momentum: 0.9, dampening: 0.5, weightDecay: 0.01 })],
  ["SGD, nesterov", 2, (params) => new SGD(params, { lr: 0.1, momentum: 0.9, weightDecay: 0.01, nesterov: true })],
  ["SGD, paper", 2, (params) => new SGD(params, { lr: 0.1, momentum: 0.9, weightDecay: 0.01, rule: "paper" })],
  ["Adagrad", 2, (params) => new Adagrad(params, { lr: 0.1, lrDecay: 0.1, initialAccumulator: 0.1 })],
  ["Adam", 3, (params) => new Adam(params, { lr: 0.1, weightDecay: 0.01 })],
  ["AdamW", 4, (params) => new AdamW(params, { lr: 0.1, weightDecay: 0.01 })],
];

afterEach(() => vi.restoreAllMocks());

describe.each(optimizers)("%s", (_, kernels, make) => {
  it("resumes from a checkpoint bit for bit", async () => {
    const [whole, first, second] = [network(), network(), network()];
    const [a, b, c] = [make(whole.parameters()), make(first.parameters()), make(second.parameters())];
    a.lr = 0.05;
    b.lr = 0.05;
    for (let i = 0; i < 6; i++) step(whole, a);
    for (let i = 0; i < 3; i++) step(first, b);
    second.load(await first.state());
    step(second, c);
    second.load(await first.state());
    c.load(await b.state());
    for (let i = 0; i < 3; i++) step(second, c);
    expect(await second.state()).toEqual(await whole.state());
    expect(await c.state()).toEqual(await a.state());
  });

  it(`takes ${kernels} kernels per parameter, writes in place and leaves nothing behind`, () => {
    const { liveBytes } = device.memory();
    const model = network();
    const optimizer = make(model.parameters());
    step(model, optimizer);
    const before = device.memory();
    const spies = (["linearCombination", "squareAccumulate", "adaptiveStep"] as const).map((kernel) =>
      vi.spyOn(device.run, kernel),
    );
    optimizer.step();
    const calls = spies.flatMap(({ mock }) => mock.calls);
    expect(calls).toHaveLength(4 * kernels);
    expect(calls.every(([out]) => !("length" in out))).toBe(true);
    for (let i = 0; i < 3; i++) step(model, optimizer);
    expect(device.memory()).toEqual({ ...before, peakBytes: device.memory().peakBytes });
    optimizer.dispose();
    model.dispose();
    expect(device.memory().liveBytes).toBe(liveBytes);
  });
});

describe("parameter groups", () => {
  it("scale the rate and set options of their own", async () => {
    const [weight, bias] = [parameter(1), parameter(1)];
    const groups = [{ params: [weight] }, { params: [bias], lrScale: 2, weightDecay: 0 }];
    const optimizer = new SGD(groups, { lr: 0.1, weightDecay: 0.5 });
    optimizer.step();
    expect(await weight.item()).toBeCloseTo(1 - 0.1 * 1.5, 6);
    expect(await bias.item()).toBeCloseTo(1 - 0.2, 6);
    optimizer.lr = 0.01;
    optimizer.groups[0].lrScale = 0;
    optimizer.step();
    expect(await weight.item()).toBeCloseTo(0.85, 6);
    expect(await bias.item()).toBeCloseTo(0.78, 6);
  });

  it("come apart into weights and biases", () => {
    const model = network();
    const [weights, biases] = biasGroup(model.namedParameters(), { lrScale: 2, weightDecay: 0 });
    expect(weights.params.map(({ rank }) => rank)).toEqual([2, 2]);
    expect(biases.params.map(({ rank }) => rank)).toEqual([1, 1]);
    const { groups } = new SGD([weights, biases], { lr: 0.1, weightDecay: 5e-4 });
    expect(groups.map(({ lrScale, weightDecay }) => [lrScale, weightDecay])).toEqual([
      [1, 5e-4],
      [2, 0],
    ]);
  });

  it("skip parameters without a gradient", async () => {
    const [trained, frozen] = [parameter(1), parameter(1)];
    const optimizer = new Adam([trained, frozen], { lr: 0.1 });
    frozen.requiresGrad = false;
    optimizer.step();
    expect(await frozen.item()).toBe(1);
    expect(await trained.item()).toBeCloseTo(0.9, 5);
    const { steps, buffers } = await optimizer.state();
    expect(steps).toEqual([1, 0]);
    expect(Object.keys(buffers)).toEqual(["0.exp_avg", "0.exp_avg_sq"]);
  });
});

describe("bad input", () => {
  it.each<[string, () => Optimizer, typeof AlexgradError | typeof OptionError]>([
    ["no parameter", () => new SGD([], { lr: 0.1 }), AlexgradError],
    ["one parameter twice", () => new SGD([{ params: [x] }, { params: [x] }], { lr: 0.1 }), AlexgradError],
    ["a negative rate", () => new Adam([x], { lr: -1 }), OptionError],
    ["no number for a rate", () => new Adagrad([x], { lr: Number.NaN }), OptionError],
    ["a group's negative momentum", () => new SGD([{ params: [x], momentum: -1 }], { lr: 0.1 }), OptionError],
    ["nesterov without momentum", () => new SGD([x], { lr: 0.1, nesterov: true }), OptionError],
    [
      "the paper with dampening",
      () => new SGD([x], { lr: 0.1, momentum: 0.9, dampening: 0.1, rule: "paper" }),
      OptionError,
    ],
    ["a beta of 1 for AdamW", () => new AdamW([x], { betas: [1, 0.9] }), OptionError],
    ["a beta of 1", () => new Adam([x], { betas: [1, 0.9] }), OptionError],
    ["a negative eps", () => new Adagrad([x], { eps: -1 }), OptionError],
  ])("%s", (_, make, error) => {
    expect(make).toThrow(error);
    expect(make).toThrow(/^(SGD|AdamW?|Adagrad): expected .*; got /);
  });

  it("a checkpoint of something else, of which nothing is loaded", async () => {
    const make = () => new SGD([parameter(1)], { lr: 0.1, momentum: 0.9 });
    const optimizer = make();
    optimizer.step();
    const before = await optimizer.state();
    const adam = new Adam([parameter(1)]);
    adam.step();
    expect(() => optimizer.load({ ...before, steps: [1, 1] })).toThrow(/^SGD.load: expected 1 parameters; got 2/);
    const state = await adam.state();
    expect(() => optimizer.load(state)).toThrow(/missing: 0.momentum_buffer; unexpected: 0.exp_avg, 0.exp_avg_sq/);
    const buffers = { "0.momentum_buffer": { shape: [2], data: new Float32Array(2) } };
    expect(() => optimizer.load({ lr: 1, steps: [1], buffers })).toThrow(ShapeError);
    expect(await optimizer.state()).toEqual(before);
    optimizer.load(await make().state());
    expect(await optimizer.state()).toEqual({ lr: 0.1, steps: [0], buffers: {} });
  });
});

describe("AdamW", () => {
  it("decays the weights apart from Adam's step, which depends on the gradients alone", async () => {
    const exact = reference({ dtype: "float64" });
    const [lr, weightDecay] = [0.1, 0.3];
    const walk = async (make: (w: Tensor) => Optimizer) => {
      const w = tensor([2, -3], { device: exact, requiresGrad: true });
      const optimizer = make(w);
      const path = [[...(await w.data())]];
      for (const slope of [1, -2, 0.5]) {
        w.zeroGrad();
        w.mul(tensor([slope, slope * slope], { device: exact }))
          .sum()
          .backward();
        optimizer.step();
        path.push([...(await w.data())]);
      }
      return path;
    };
    const plain = await walk((w) => new Adam([w], { lr }));
    const decayed = await walk((w) => new AdamW([w], { lr, weightDecay }));
    expect(await walk((w) => new AdamW([w], { lr }))).toEqual(
      await walk((w) => new AdamW([w], { lr, weightDecay: 0.01 })),
    );
    for (const t of [1, 2, 3]) {
      for (const i of [0, 1]) {
        const step = plain[t][i] - plain[t - 1][i];
        expect(decayed[t][i]).toBeCloseTo((1 - lr * weightDecay) * decayed[t - 1][i] + step, 12);
      }
    }
  });
});
