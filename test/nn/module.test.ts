import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  AlexgradError,
  buildModel,
  noGrad,
  Rng,
  reference,
  ShapeError,
  scope,
  type Tensor,
  tensor,
} from "../../src/index.ts";
import {
  AdaptiveAvgPool2d,
  AvgPool2d,
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  Flatten,
  Linear,
  LocalResponseNorm,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
} from "../../src/nn/index.ts";

const device = reference();

function network(seed = 1): Sequential {
  const rng = new Rng(seed);
  return new Sequential({
    features: new Sequential([
      new Conv2d(1, 2, 3, { rng, device }),
      new BatchNorm2d(2, { device }),
      new ReLU(),
      new Dropout(0.5, { rng }),
    ]),
    flatten: new Flatten(),
    classifier: new Linear(8, 3, { rng, device }),
  });
}

const names = {
  parameters: [
    "features.0.weight",
    "features.0.bias",
    "features.1.weight",
    "features.1.bias",
    "classifier.weight",
    "classifier.bias",
  ],
  buffers: ["features.1.running_mean", "features.1.running_var"],
};

const image = () =>
  tensor(
    Float64Array.from({ length: 32 }, (_, i) => Math.sin(i)),
    [2, 1, 4, 4],
    { device },
  );

describe("Module", () => {
  it("refuses a name with a dot, and one that is taken", () => {
    class Twice extends Module {
      constructor(first: string, second: string) {
        super();
        for (const name of [first, second]) this.child(name, new ReLU());
      }
      protected override compute(x: Tensor): Tensor {
        return x;
      }
    }
    expect(() => new Twice("a", "a")).toThrow('Twice: expected a new name without dots; got "a"');
    expect(() => new Twice("a", "b.c")).toThrow('got "b.c"');
  });

  it("prints its layers, with their options, parameters and how many", () => {
    const model = network();
    const lines = [
      "Sequential",
      "layer       kind         parameters             count",
      "─────────────────────────────────────────────────────",
      "features.0  Conv2d 3×3   weight 2×1×3×3 bias 2     20",
      "features.1  BatchNorm2d  weight 2 bias 2            4",
      "features.2  ReLU",
      "features.3  Dropout 0.5",
      "flatten     Flatten",
      "classifier  Linear       weight 3×8 bias 3         27",
      "─────────────────────────────────────────────────────",
    ];
    expect(String(model)).toBe([...lines, "total                                              51"].join("\n"));
    expect(inspect(model)).toBe(String(model));
    for (const parameter of model.children.get("features")!.parameters()) parameter.requiresGrad = false;
    expect(String(model)).toBe([...lines, "total                    24 of them frozen         51"].join("\n"));
  });

  it("counts a parameter that is shared once", () => {
    const layer = new Linear(2, 2, { device });
    expect(String(new Sequential({ a: layer, b: layer }))).toMatch(/\ntotal +6$/);
  });

  it.each<[Module, string]>([
    [new ReLU(), "ReLU"],
    [new Linear(2, 3, { bias: false, device }), "Linear  weight 3×2"],
    [
      new Conv2d(2, 4, [3, 1], { stride: 2, padding: [1, 0], dilation: 2, groups: 2, ceilMode: true, device }),
      "Conv2d 3×1/2 pad 1×0 ceil dilation 2 groups 2  weight 4×1×3×1 bias 4",
    ],
    [new BatchNorm1d(3, { eps: 0.1, momentum: 0.2, device }), "BatchNorm1d eps 0.1 momentum 0.2  weight 3 bias 3"],
    [new LocalResponseNorm({ size: 5, k: 2 }), "LocalResponseNorm k 2"],
    [new MaxPool2d(3, { stride: 2 }), "MaxPool2d 3×3/2"],
    [new AvgPool2d([2, 1], { padding: { top: 1 } }), "AvgPool2d 2×1/2×1 pad top 1"],
    [new AdaptiveAvgPool2d(6), "AdaptiveAvgPool2d 6×6"],
    [new Dropout(0.3, { inverted: false }), "Dropout 0.3 inverted false"],
  ])("prints a layer in a line, without what is as usual: %s", (layer, text) => {
    expect(String(layer)).toBe(text);
  });

  it("prints the networks here in 80 columns", () => {
    for (const name of ["torchvision", "caffe", "alexnet-small", "lenet5"] as const) {
      const text = String(buildModel(name, { width: name === "alexnet-small" ? 1 : 0.02, device }));
      expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    }
  });

  it("names parameters, buffers and modules as PyTorch does", () => {
    const model = network();
    expect([...model.namedParameters().keys()]).toEqual(names.parameters);
    expect([...model.namedBuffers().keys()]).toEqual(names.buffers);
    expect([...model.namedParameters("net").keys()]).toEqual(names.parameters.map((name) => `net.${name}`));
    expect([...model.namedModules().keys()].slice(0, 3)).toEqual(["", "features", "features.0"]);
    expect(model.parameters().every((parameter) => parameter.requiresGrad)).toBe(true);
    expect([...model.children.keys()]).toEqual(["features", "flatten", "classifier"]);
  });

  it("switches all modules between training and evaluation", () => {
    const model = network();
    expect(model.training).toBe(true);
    model.eval();
    expect([...model.namedModules().values()].some((module) => module.training)).toBe(false);
    model.train();
    expect([...model.namedModules().values()].every((module) => module.training)).toBe(true);
  });

  it("gives a parameter that is used twice once", () => {
    const shared = new Linear(2, 2, { device });
    expect(new Sequential([shared, shared]).parameters()).toEqual([shared.weight, shared.bias]);
  });

  it("carries its state over to another, bit for bit", async () => {
    const [from, to] = [network(1), network(2)];
    await from.forward(image()).data();
    const state = await from.state();
    expect(Object.keys(state).sort()).toEqual([...names.parameters, ...names.buffers].sort());
    to.load(state);
    expect(await to.state()).toEqual(state);
    expect(await to.eval().forward(image()).data()).toEqual(await from.eval().forward(image()).data());
  });

  it("keeps its tensors when it loads, for an optimiser that holds them", async () => {
    const [from, to] = [network(1), network(2)];
    const before = to.parameters();
    const bytes = device.memory().liveBytes;
    to.load(await from.state());
    expect(to.parameters()).toEqual(before);
    expect(device.memory().liveBytes).toBe(bytes);
  });

  it("loads nothing of a state that does not fit", async () => {
    const model = network();
    const before = await model.state();
    const { "classifier.bias": bias, ...rest } = before;
    const other = await network(2).state();
    expect(() => model.load({ ...rest, extra: bias! })).toThrow(
      new AlexgradError(
        "Sequential.load: expected the 8 names it has itself; missing: classifier.bias; unknown: extra",
      ),
    );
    expect(() => model.load({ ...other, "classifier.bias": { shape: [4], data: new Float32Array(4) } })).toThrow(
      new ShapeError("Sequential.load: expected classifier.bias of shape [3]; got [4]"),
    );
    expect(() => model.load({ ...other, "classifier.bias": { shape: [3], data: new Float32Array(4) } })).toThrow(
      new ShapeError("Sequential.load: expected 3 values for classifier.bias [3]; got 4"),
    );
    expect(await model.state()).toEqual(before);
  });

  it("loads what both sides have where it is not strict", async () => {
    const model = network(1);
    const before = await model.state();
    const other = await network(2).state();
    model.load({ "classifier.bias": other["classifier.bias"]!, extra: other["classifier.bias"]! }, { strict: false });
    expect(await model.state()).toEqual({ ...before, "classifier.bias": other["classifier.bias"] });
    const wrong = { "classifier.bias": { shape: [2], data: new Float32Array(2) } };
    expect(() => model.load(wrong, { strict: false })).toThrow(ShapeError);
  });

  it("lives outside of scopes until it is disposed, gradients included", () => {
    const { liveBytes } = device.memory();
    const model = scope(() => network());
    scope(() => model.forward(image()).sum().backward());
    expect(model.parameters().every(({ grad, isDisposed }) => grad !== null && !isDisposed)).toBe(true);
    model.dispose();
    expect(device.memory().liveBytes).toBe(liveBytes);
  });

  it("calls forward hooks, which may replace the output", () => {
    const model = network();
    const seen: string[] = [];
    const remove = [...model.namedModules()].map(([name, module]) =>
      module.registerForwardHook((_, input, output) => {
        seen.push(`${name} ${input.shape} ${output.shape}`);
        return undefined;
      }),
    );
    noGrad(() => model.forward(image()));
    expect(seen[0]).toBe("features.0 2,1,4,4 2,2,2,2");
    expect(seen.at(-1)).toBe(" 2,1,4,4 2,3");
    for (const off of remove) off();
    model.registerForwardHook((_, __, output) => output.reshape([6]));
    expect(model.forward(image()).shape).toEqual([6]);
    expect(seen).toHaveLength(8);
  });

  it("is easy to write", () => {
    class Residual extends Module {
      readonly inner = this.child("inner", new Linear(3, 3, { device }));
      protected override compute(x: Tensor): Tensor {
        return x.add(this.inner.forward(x));
      }
    }
    const residual = new Residual();
    expect([...residual.namedParameters().keys()]).toEqual(["inner.weight", "inner.bias"]);
    expect(residual.forward(tensor([[1, 2, 3]], { device })).shape).toEqual([1, 3]);
  });
});
