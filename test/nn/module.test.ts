import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  AlexgradError,
  ArgumentError,
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
  GroupNorm,
  LayerNorm,
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
      new Conv2d(1, 2, { kernel: 3, rng, device }),
      new BatchNorm2d(2, { device }),
      new ReLU(),
      new Dropout({ p: 0.5, rng }),
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
      override forward(x: Tensor): Tensor {
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
      new Conv2d(2, 4, { kernel: [3, 1], stride: 2, padding: [1, 0], dilation: 2, groups: 2, ceilMode: true, device }),
      "Conv2d 3×1/2 pad 1×0 ceil dilation 2 groups 2  weight 4×1×3×1 bias 4",
    ],
    [new BatchNorm1d(3, { eps: 0.1, momentum: 0.2, device }), "BatchNorm1d eps 0.1 momentum 0.2  weight 3 bias 3"],
    [new LayerNorm([3, 2], { eps: 0.1, device }), "LayerNorm 3×2 eps 0.1  weight 3×2 bias 3×2"],
    [new GroupNorm(2, 4, { affine: false, device }), "GroupNorm groups 2 affine false"],
    [new LocalResponseNorm({ size: 5, k: 2 }), "LocalResponseNorm k 2"],
    [new MaxPool2d({ kernel: 3, stride: 2 }), "MaxPool2d 3×3/2"],
    [new Conv2d(1, 1, { kernel: 3, padding: "same", bias: false, device }), "Conv2d 3×3 pad same  weight 1×1×3×3"],
    [new AvgPool2d({ kernel: [2, 1], padding: { top: 1 } }), "AvgPool2d 2×1/2×1 pad top 1"],
    [new AdaptiveAvgPool2d({ outputSize: 6 }), "AdaptiveAvgPool2d 6×6"],
    [new Dropout({ p: 0.3, inverted: false }), "Dropout 0.3 inverted false"],
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

  it("keeps its tensors when it loads, for an optimizer that holds them", async () => {
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
    const four = { shape: [4], data: new Float32Array(4) };
    const expected = "Sequential.load: expected the 8 names and shapes it has itself";
    const shapes = "mismatched: classifier.bias (expected [3]; got [4])";
    for (const [state, error] of [
      [{ ...rest, extra: bias! }, new AlexgradError(`${expected}; missing: classifier.bias; unexpected: extra`)],
      [{ ...other, "classifier.bias": four }, new ShapeError(`${expected}; ${shapes}`)],
      [
        { ...rest, extra: bias!, "classifier.bias": four, "features.0.bias": four },
        new AlexgradError(
          `${expected}; unexpected: extra; mismatched: features.0.bias (expected [2]; got [4]), classifier.bias (expected [3]; got [4])`,
        ),
      ],
      [{}, new AlexgradError(`${expected}; missing: ${Object.keys(before).slice(0, 6).join(", ")} and 2 more`)],
      [
        { ...other, "classifier.bias": { shape: [3], data: new Float32Array(4) } },
        new ShapeError("Sequential.load: expected 3 values for classifier.bias [3]; got 4"),
      ],
    ] as const) {
      expect(() => model.load(state)).toThrow(error);
      expect(() => model.load(new Map(Object.entries(state)))).toThrow(error);
    }
    expect(await model.state()).toEqual(before);
  });

  it("takes a Map and a list of pairs, and asks for the numbers of what it takes alone", async () => {
    const other = await network(2).state();
    const model = network(1);
    let asked = 0;
    const lazy = {
      shape: [1],
      get data(): Float32Array {
        asked++;
        throw new Error("not to be had");
      },
    };
    expect(model.load(new Map(Object.entries(other)))).toEqual({ missing: [], unexpected: [], mismatched: [] });
    expect(await model.state()).toEqual(other);
    model.load(Object.entries(other));
    const { missing, unexpected, mismatched } = model.load(
      [
        ["unknown", lazy],
        ["classifier.bias", lazy],
      ],
      { strict: false },
    );
    expect(missing).toHaveLength(7);
    expect([unexpected, mismatched]).toEqual([["unknown"], [{ name: "classifier.bias", expected: [3], got: [1] }]]);
    expect(asked).toBe(0);
    expect(await model.state()).toEqual(other);
  });

  it("passes over PyTorch's num_batches_tracked of batch normalization, and of nothing else", async () => {
    const model = network(1);
    const state = await network(2).state();
    const count = { shape: [], data: Float64Array.of(7) };
    expect(model.load({ ...state, "features.1.num_batches_tracked": count }).unexpected).toEqual([]);
    expect(() => model.load({ ...state, "features.0.num_batches_tracked": count })).toThrow(
      "unexpected: features.0.num_batches_tracked",
    );
  });

  it.each([3, null, "state", new Float32Array(3), [["a"]], [[3, { shape: [], data: new Float32Array(1) }]], { a: {} }])(
    "refuses %j for a state",
    (state) => {
      const call = () => Reflect.apply(network().load, network(), [state]);
      expect(call).toThrow(ArgumentError);
      expect(call).toThrow(/^Sequential\.load: expected (each of )?the state to be /);
    },
  );

  it("loads what both sides have where it is not strict", async () => {
    const model = network(1);
    const before = await model.state();
    const other = await network(2).state();
    model.load({ "classifier.bias": other["classifier.bias"], extra: other["classifier.bias"] }, { strict: false });
    expect(await model.state()).toEqual({ ...before, "classifier.bias": other["classifier.bias"] });
    const wrong = { "classifier.bias": { shape: [2], data: new Float32Array(2) } };
    expect(model.load(wrong, { strict: false }).mismatched).toEqual([
      { name: "classifier.bias", expected: [3], got: [2] },
    ]);
    expect(await model.state()).toEqual({ ...before, "classifier.bias": other["classifier.bias"] });
  });

  it("is made without values, which are loaded or drawn before it runs", async () => {
    const build = (skipInit: boolean) => {
      const rng = new Rng(1);
      return new Sequential({
        conv: new Conv2d(1, 2, { kernel: 3, rng: rng.fork("a"), device, skipInit }),
        flatten: new Flatten(),
        linear: new Linear(8, 3, { rng: rng.fork("b"), device, skipInit }),
      });
    };
    const [drawn, model] = [build(false), build(true)];
    const state = await drawn.state();
    expect(() => model.forward(image())).toThrow(
      "Conv2d: expected weight to have values; it was made with skipInit: load it, or call initialize()",
    );
    await expect(model.state()).rejects.toThrow("Conv2d: expected conv.weight to have values");
    const { "linear.weight": weight, "linear.bias": bias, ...features } = state;
    model.load(features, { strict: false });
    expect(() => model.forward(image())).toThrow("Linear: expected weight to have values");
    model.initialize();
    expect(await model.state()).toEqual(state);
    expect(await model.forward(image()).data()).toEqual(await drawn.forward(image()).data());
    const loaded = build(true);
    loaded.load(state);
    expect(await loaded.initialize().state()).toEqual(state);
  });

  it("freezes: no gradient below, statistics stay in training too, dropout still drops", async () => {
    const model = network();
    const features = model.children.get("features")!;
    expect(features.freeze()).toBe(features);
    expect([features.frozen, model.frozen]).toEqual([true, false]);
    const before = await model.state();
    model.train();
    const dropped = await features.forward(image()).data();
    expect(dropped.filter((value) => value === 0).length).toBeGreaterThan(0);
    expect(features.forward(image()).requiresGrad).toBe(false);
    model.forward(image()).sum().backward();
    const graded = [...model.namedParameters()].filter(([, { grad }]) => grad !== null).map(([name]) => name);
    expect(graded).toEqual(["classifier.weight", "classifier.bias"]);
    expect(await model.state()).toEqual(before);
    features.freeze(false);
    model.forward(image()).sum().backward();
    expect(model.parameters().every(({ grad }) => grad !== null)).toBe(true);
    expect(await model.state()).not.toEqual(before);
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

  it("runs its hooks once, around the forward of the last subclass", () => {
    class Twice extends Linear {
      override forward(x: Tensor): Tensor {
        return super.forward(super.forward(x));
      }
    }
    const twice = new Twice(2, 2, { device });
    const seen: string[] = [];
    const off = twice.registerForwardHook((module, input, output) => {
      seen.push(`${module.constructor.name} ${input.shape} ${output.shape}`);
      return output.reshape([2]);
    });
    expect(new Sequential([twice]).forward(tensor([[1, 2]], { device })).shape).toEqual([2]);
    expect(seen).toEqual(["Twice 1,2 1,2"]);
    off();
    expect(twice.forward(tensor([[1, 2]], { device })).shape).toEqual([1, 2]);
    expect(Object.keys(twice)).not.toContain("forward");
  });

  it("checks what goes into forward, and what comes out of it", () => {
    class Forgetful extends Module {
      override forward(x: Tensor): Tensor {
        return Object(x.shape);
      }
    }
    const layer = new Forgetful();
    expect(() => layer.forward(image())).toThrow(
      new ArgumentError("Forgetful: expected what forward returns to be a tensor; got [2, 1, 4, 4]"),
    );
    expect(() => layer.forward(Object(3))).toThrow("Forgetful: expected x to be a tensor; got");
    class Bare extends Forgetful {}
    Reflect.deleteProperty(Forgetful.prototype, "forward");
    expect(() => new Bare().forward(image())).toThrow("Bare: expected forward to be a function; got undefined");
    class Parent extends Module {
      readonly inner = this.child("inner", new Linear(2, 2, { device, skipInit: true }));
      override forward(x: Tensor): Tensor {
        return this.inner.forward(x);
      }
    }
    expect(() => new Parent().forward(tensor([[1, 2]], { device }))).toThrow("it was made with skipInit");
  });

  it("is easy to write", () => {
    class Residual extends Module {
      readonly inner = this.child("inner", new Linear(3, 3, { device }));
      override forward(x: Tensor): Tensor {
        return x.add(this.inner.forward(x));
      }
    }
    const residual = new Residual();
    expect([...residual.namedParameters().keys()]).toEqual(["inner.weight", "inner.bias"]);
    expect(residual.forward(tensor([[1, 2, 3]], { device })).shape).toEqual([1, 3]);
  });
});
