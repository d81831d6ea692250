import { describe, expect, it } from "vitest";
import * as ops from "../../src/index.ts";
import { Rng, randn, reference, ShapeError, type Tensor } from "../../src/index.ts";
import * as nn from "../../src/nn/index.ts";

const device = reference({ dtype: "float64" });
const rng = new Rng(5);
const x = randn([2, 4, 6, 6], { device, rng });
const matrix = randn([5, 4], { device, rng });

const conv = new nn.Conv2d(4, 6, { kernel: [3, 2], stride: 2, padding: 1, dilation: [1, 2], groups: 2, rng, device });
const linear = new nn.Linear(4, 3, { rng, device });
const separable = new nn.DepthwiseSeparableConv2d(4, 6, {
  kernel: 3,
  multiplier: 2,
  stride: 2,
  padding: 1,
  rng,
  device,
});
const norm = { size: 3, alpha: 0.1, k: 2, channels: "within" } as const;

const layers: [nn.Module, Tensor, Tensor][] = [
  [conv, x, ops.conv2d(x, conv.weight, { stride: 2, padding: 1, dilation: [1, 2], groups: 2, bias: conv.bias })],
  [linear, matrix, ops.linear(matrix, linear.weight, { bias: linear.bias })],
  [
    new nn.Linear(4, 3, { bias: false, weightInit: nn.constant(1), device }),
    matrix,
    matrix.matmul(ops.ones([4, 3], { device })),
  ],
  [
    separable,
    x,
    ops.depthwiseSeparableConv2d(x, separable.depthwise.weight, separable.pointwise.weight, {
      stride: 2,
      padding: 1,
      bias: separable.pointwise.bias,
    }),
  ],
  [new nn.BatchNorm1d(4, { device }), matrix, ops.batchNorm(matrix, { training: true })],
  [new nn.BatchNorm2d(4, { device, eps: 0.1 }), x, ops.batchNorm(x, { training: true, eps: 0.1 })],
  [new nn.LayerNorm([6, 6], { device, eps: 0.1 }), x, ops.layerNorm(x, { normalizedShape: [6, 6], eps: 0.1 })],
  [new nn.LayerNorm(4, { device, affine: false }), matrix, ops.layerNorm(matrix)],
  [new nn.GroupNorm(2, 4, { device, eps: 0.1 }), x, ops.groupNorm(x, { groups: 2, eps: 0.1 })],
  [new nn.LocalResponseNorm(norm), x, ops.localResponseNorm(x, norm)],
  [new nn.MaxPool2d({ kernel: 3, stride: 2, padding: 1 }), x, ops.maxPool2d(x, { kernel: 3, stride: 2, padding: 1 })],
  [new nn.MaxPool2d({ kernel: 2 }), x, ops.maxPool2d(x, { kernel: 2 })],
  [
    new nn.AvgPool2d({ kernel: 3, stride: 2, padding: 1, countIncludePad: false }),
    x,
    ops.avgPool2d(x, { kernel: 3, stride: 2, padding: 1, countIncludePad: false }),
  ],
  [new nn.AdaptiveAvgPool2d({ outputSize: [2, 3] }), x, ops.adaptiveAvgPool2d(x, { outputSize: [2, 3] })],
  [new nn.ReLU(), x, ops.relu(x)],
  [new nn.LeakyReLU({ negativeSlope: 0.2 }), x, ops.leakyRelu(x, { negativeSlope: 0.2 })],
  [new nn.Sigmoid(), x, ops.sigmoid(x)],
  [new nn.Tanh(), x, ops.tanh(x)],
  [new nn.Softmax(), matrix, ops.softmax(matrix)],
  [new nn.Flatten(), x, ops.flatten(x)],
];

describe("layers", () => {
  it.each(layers.map((row) => [row[0].constructor.name, ...row] as const))(
    "%s is its operator",
    async (_, layer, input, y) => {
      const found = layer.forward(input);
      expect(found.shape).toEqual(y.shape);
      expect(await found.data()).toEqual(await y.data());
    },
  );

  it("make parameters of PyTorch's shapes", () => {
    const shapesOf = (layer: nn.Module) => [...layer.namedParameters()].map(([name, { shape }]) => [name, shape]);
    expect(shapesOf(conv)).toEqual([
      ["weight", [6, 2, 3, 2]],
      ["bias", [6]],
    ]);
    expect(shapesOf(separable)).toEqual([
      ["depthwise.weight", [8, 1, 3, 3]],
      ["pointwise.weight", [6, 8, 1, 1]],
      ["pointwise.bias", [6]],
    ]);
    expect(shapesOf(new nn.LayerNorm([2, 3], { device }))).toEqual([
      ["weight", [2, 3]],
      ["bias", [2, 3]],
    ]);
    expect(shapesOf(new nn.GroupNorm(2, 4, { device }))).toEqual([
      ["weight", [4]],
      ["bias", [4]],
    ]);
    expect(() => new nn.GroupNorm(3, 4, { device })).toThrow(
      "GroupNorm: expected channels divisible by groups (3); got 4",
    );
    expect([...new nn.Linear(4, 3, { bias: false, device }).namedParameters().keys()]).toEqual(["weight"]);
  });

  it("start as PyTorch's do: within 1/√fanIn", async () => {
    const { weight, bias } = new nn.Linear(400, 50, { rng, device });
    for (const values of [await weight.data(), await bias!.data()]) {
      const largest = Math.max(...values.map(Math.abs));
      expect(largest).toBeLessThan(1 / 20);
      expect(largest).toBeGreaterThan(0.8 / 20);
    }
  });

  it("refuse shapes that are none", () => {
    expect(() => new nn.Conv2d(3, 8, { kernel: 3, groups: 2, device })).toThrow(
      new ShapeError("Conv2d.weight: expected dimensions that are whole numbers ≥ 1; got [8, 1.5, 3, 3]"),
    );
    expect(() => new nn.Linear(0, 8, { device })).toThrow(ShapeError);
    expect(() => new nn.BatchNorm1d(4, { device }).forward(x)).toThrow(/^BatchNorm1d: expected x/);
  });

  it("draw from the default stream, which manualSeed restarts", async () => {
    const draw = () => {
      ops.manualSeed(3);
      return [new nn.Linear(2, 2, { device }), new nn.Linear(2, 2, { device })].map(({ weight }) => weight.data());
    };
    const [first, second] = await Promise.all(draw());
    expect(first).not.toEqual(second);
    expect(await Promise.all(draw())).toEqual([first, second]);
  });
});

describe("BatchNorm2d", () => {
  it("gathers statistics in training and uses them in evaluation", async () => {
    const layer = new nn.BatchNorm2d(4, { momentum: 0.25, device });
    layer.forward(x);
    const [mean, variance] = [ops.mean(x, { axis: [0, 2, 3] }), ops.variance(x, { axis: [0, 2, 3], correction: 1 })];
    expect(await layer.runningMean.sub(mean.mul(0.25)).pow(2).sum().item()).toBeLessThan(1e-20);
    expect(await layer.runningVar.sub(variance.mul(0.25).add(0.75)).pow(2).sum().item()).toBeLessThan(1e-20);
    const before = await layer.runningMean.data();
    const y = layer.eval().forward(x);
    expect(await layer.runningMean.data()).toEqual(before);
    const { runningMean, runningVar } = layer;
    expect(await y.data()).toEqual(
      await ops.batchNorm(x, { runningMean, runningVar, weight: layer.weight, bias: layer.bias }).data(),
    );
  });
});

describe("Dropout", () => {
  const dropped = async (layer: nn.Module) =>
    (await layer.forward(ops.ones([1000], { device })).data()).filter((v) => v === 0).length;

  it("drops in training only", async () => {
    const layer = new nn.Dropout({ p: 0.25, rng: new Rng(1) });
    expect(Math.abs((await dropped(layer)) - 250)).toBeLessThan(50);
    expect(await dropped(layer.eval())).toBe(0);
    const original = new nn.Dropout({ p: 0.25, inverted: false }).eval();
    expect(await original.forward(ops.ones([1], { device })).item()).toBe(0.75);
  });

  it("repeats its masks when it is seeded again, by name", async () => {
    const model = new nn.Sequential([new nn.Dropout(), new nn.Flatten(), new nn.Dropout()]);
    const masks = async (seed: number) => {
      nn.seedDropout(model, new Rng(seed));
      const [first, , second] = [...model.children.values()];
      const input = ops.ones([1, 64], { device });
      return [await first!.forward(input).data(), await second!.forward(input).data()];
    };
    const [first, second] = await masks(1);
    expect(first).not.toEqual(second);
    expect(await masks(1)).toEqual([first, second]);
    expect((await masks(2))[0]).not.toEqual(first);
  });
});
