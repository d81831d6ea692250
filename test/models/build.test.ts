import { describe, expect, it } from "vitest";
import { crossEntropy, noGrad, OptionError, Rng, randn, reference, ShapeError } from "../../src/index.ts";
import {
  article,
  buildModel,
  type InputShape,
  layers,
  type ModelName,
  type ModelTable,
  modelNames,
  modelTable,
  summarize,
} from "../../src/models/index.ts";
import { Dropout } from "../../src/nn/index.ts";

const device = reference();

/** As small as each network takes, for speed. */
const inputs: Partial<Record<ModelName, InputShape>> = {
  paper2012: [3, 67, 67],
  code2012: [3, 64, 64],
  caffe: [3, 67, 67],
  torchvision: [3, 63, 63],
  article: [3, 32, 32],
  "article-5.1": [3, 59, 59],
  "alexnet-bn": [3, 67, 67],
};

it.each<[what: string, model: ModelName, options: { width?: number; input?: InputShape }, message: RegExp]>([
  ["filters", "alexnet-small", { width: 1e6 }, /at most 1073741824 parameters \(4 GiB\); got \d/],
  ["pixels of flattened images", "alexnet-small", { input: [3, 2e4, 2e4] }, /at most 1073741824 parameters/],
  [
    "pixels of averaged images",
    "torchvision",
    { input: [3, 2e4, 2e4] },
    /at most 1073741824 activations for one image/,
  ],
])("a network of too many %s is refused before it is built", (_, model, options, message) => {
  expect(() => buildModel(model, { ...options, device })).toThrow(OptionError);
  expect(() => buildModel(model, { ...options, device })).toThrow(message);
});

describe.each(modelNames)("%s at 1/16 width", (name) => {
  const options = { input: inputs[name] ?? modelTable(name).input, classes: 10, width: 1 / 16 };
  const model = buildModel(name, { ...options, rng: new Rng(1), device });

  it("has the parameters that its summary says, layer by layer", () => {
    const summary = summarize(name, options);
    const counts = new Map<string, number>();
    for (const [parameter, { size }] of model.namedParameters()) {
      const layer = parameter.slice(0, parameter.lastIndexOf("."));
      counts.set(layer, (counts.get(layer) ?? 0) + size);
    }
    const said = summary.layers.filter(({ parameters }) => parameters > 0);
    expect([...counts]).toEqual(said.map(({ key, parameters }) => [key, parameters]));
  });

  it("makes the shapes that its summary says, finite, and trains every parameter", async () => {
    const modules = model.namedModules();
    const shapes: [string, readonly number[]][] = [];
    for (const { key } of summarize(name, options).layers) {
      modules.get(key)!.registerForwardHook((_, __, { shape }) => {
        shapes.push([key, shape.slice(1)]);
        return undefined;
      });
    }
    const scores = model.forward(randn([2, ...options.input], { device, rng: new Rng(2) }));
    expect(shapes).toEqual(summarize(name, options).layers.map(({ key, outputShape }) => [key, outputShape]));
    expect(scores.shape).toEqual([2, 10]);
    expect((await scores.data()).every(Number.isFinite)).toBe(true);
    crossEntropy(scores, [0, 9]).backward();
    for (const { grad } of model.parameters()) expect((await grad!.data()).every(Number.isFinite)).toBe(true);
  });
});

/** Networks whose last layer starts so small, or gets so little, that all classes are equally likely. Those left out have
 *  Glorot's there; alexnet-small has a test of its own. */
const unfair: ModelName[] = ["article", "article-5.1", "lenet5", "alexnet-small"];
const fair = modelNames.filter((name) => !unfair.includes(name));

it.each(fair)("%s begins with a loss of ln N", async (name) => {
  const { input, classes } = modelTable(name, { input: inputs[name] ?? modelTable(name).input });
  const model = buildModel(name, { input, width: classes === 10 ? 1 : 1 / 8, rng: new Rng(1), device });
  const x = randn([4, ...input], { device, rng: new Rng(2) });
  const loss = await noGrad(() => crossEntropy(model.forward(x), [0, 3, 6, 9])).item();
  expect(Math.abs(loss / Math.log(classes) - 1)).toBeLessThan(0.05);
});

describe("buildModel", () => {
  it("names torchvision's parameters as torchvision does", () => {
    const model = buildModel("torchvision", { width: 1 / 64, device });
    const keys = ["features.0", "features.3", "features.6", "features.8", "features.10"];
    keys.push("classifier.1", "classifier.4", "classifier.6");
    expect([...model.namedParameters().keys()]).toEqual(keys.flatMap((key) => [`${key}.weight`, `${key}.bias`]));
    expect([...model.children.keys()]).toEqual(["features", "avgpool", "flatten", "classifier"]);
  });

  it("draws initial values by layer name, whatever stands around the layer", async () => {
    const options = { width: 1 / 16, device };
    const one = buildModel("paper2012", { ...options, rng: new Rng(4) });
    const other = buildModel("caffe", { ...options, rng: new Rng(4), classes: 3 });
    const next = buildModel("paper2012", { ...options, rng: new Rng(5) });
    const weights = (model: typeof one) => model.namedParameters().get("features.4.weight")!.data();
    expect(await weights(one)).toEqual(await weights(other));
    expect(await weights(one)).not.toEqual(await weights(next));
    expect(await weights(buildModel("paper2012", options))).not.toEqual(
      await weights(buildModel("paper2012", options)),
    );
  });

  it("starts layers as the table says", async () => {
    const model = buildModel("paper2012", { width: 1 / 4, rng: new Rng(4), device });
    const parameters = model.namedParameters();
    const biases = [...parameters].filter(([name]) => name.endsWith("bias"));
    const first = await Promise.all(biases.map(async ([, bias]) => (await bias.data())[0]));
    expect(first).toEqual([0, 1, 0, 1, 1, 1, 1, 0]);
    const weights = await parameters.get("classifier.3.weight")!.data();
    const std = Math.sqrt(Array.from(weights).reduce((sum, w) => sum + w * w, 0) / weights.length);
    expect(std).toBeCloseTo(0.01, 4);
  });

  it("takes a table of one's own, and another dropout", () => {
    const { conv, relu, flatten, linear, dropout } = layers;
    const table: ModelTable = {
      name: "mine",
      description: "One convolution.",
      input: [1, 8, 8],
      classes: 2,
      layers: [conv("conv1", 4, { kernel: 3 }), relu, flatten, dropout({ p: 0.5 }), linear("fc2", "classes")],
    };
    const model = buildModel(table, { classes: 5, dropout: 0.1, device });
    expect([...model.namedParameters().keys()]).toContain("classifier.1.bias");
    expect(model.forward(randn([3, 1, 8, 8], { device })).shape).toEqual([3, 5]);
    const drops = [...model.namedModules().values()].filter((module) => module instanceof Dropout);
    expect(drops.map(({ p }) => p)).toEqual([0.1]);
  });

  it("names the layer that the input is too small for", () => {
    const make = (name: ModelName, size: number) => () => buildModel(name, { input: [3, size, size], device });
    expect(make("paper2012", 50)).toThrow(
      new ShapeError(
        "paper2012 pool5: expected a window no larger than the padded input; got a window of 3 over 1 + 0 + 0",
      ),
    );
    expect(make("article", 31)).toThrow(/^article pool5: /);
    expect(make("caffe", 10)).toThrow(/^caffe conv1: /);
    expect(() => buildModel("caffe", { input: [0, 227, 227], device })).toThrow(/^caffe input: /);
    const flat: ModelTable = { ...modelTable("lenet5"), layers: [layers.linear("fc1", 10)] };
    expect(() => summarize(flat)).toThrow(/^lenet5 fc1: expected features \[c\] of rank 1/);
  });

  it("tells which networks there are", () => {
    expect(() => modelTable("alexnet" as ModelName)).toThrow(
      new OptionError(`modelTable: expected one of ${modelNames.join(", ")}; got "alexnet"`),
    );
  });
});

describe("modelTable", () => {
  it("rounds widths so that groups divide them, and leaves the classes alone", () => {
    const { layers: narrow } = summarize("paper2012", { width: 1 / 100 });
    const outputs = narrow.filter(({ parameters }) => parameters > 0).map(({ outputShape }) => outputShape[0]);
    expect(outputs).toEqual([2, 2, 4, 4, 2, 40, 40, 1000]);
    expect(summarize("lenet5", { width: 2 }).layers[0].outputShape).toEqual([12, 28, 28]);
  });

  it("refuses what makes no network", () => {
    expect(() => modelTable("lenet5", { classes: 0 })).toThrow(/^modelTable: expected classes /);
    for (const width of [0, -1, Number.NaN]) expect(() => modelTable("lenet5", { width })).toThrow(OptionError);
  });

  it("gives LeNet-5 its padding for 28×28 alone", () => {
    const shape = (size: number) => summarize("lenet5", { input: [1, size, size] }).layers[0].outputShape;
    expect([shape(28), shape(32)]).toEqual([
      [6, 28, 28],
      [6, 28, 28],
    ]);
  });

  it("pools the article's network either way", () => {
    const kinds = summarize(article({ pool: "avg" })).layers.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "avgPool")).toHaveLength(5);
  });
});

describe("a table of one's own", () => {
  const table = (...specs: layers.LayerSpec[]) => ({ ...modelTable("lenet5"), name: "mine", layers: specs });

  it("has one flatten at most, right behind an adaptive pooling: names in the module are by section", () => {
    const { adaptiveAvgPool, conv, dropout, flatten, linear } = layers;
    const fine = table(
      conv("conv1", 4, { kernel: 3 }),
      adaptiveAvgPool({ outputSize: 2 }),
      flatten,
      linear("fc", "classes"),
    );
    expect([...buildModel(fine).namedParameters().keys()]).toEqual([
      "features.0.weight",
      "features.0.bias",
      "classifier.0.weight",
      "classifier.0.bias",
    ]);
    const between = table(
      conv("conv1", 4, { kernel: 3 }),
      adaptiveAvgPool({ outputSize: 2 }),
      dropout({ p: 0.5 }),
      flatten,
      linear("fc", "classes"),
    );
    for (const bad of [
      between,
      table(adaptiveAvgPool({ outputSize: 4 }), adaptiveAvgPool({ outputSize: 1 }), flatten),
      table(flatten, flatten),
    ]) {
      expect(() => summarize(bad)).toThrow("mine: expected at most one adaptiveAvgPool, and a flatten right behind it");
    }
  });
});
