import { describe, expect, it } from "vitest";
import { Rng } from "../../src/core/rng.ts";
import { type ModelName, modelTable, summarize } from "../../src/models/index.ts";

/** Output, parameters and multiplications of each layer that has any, and the shape that each pooling makes. */
type Rows = readonly (readonly [layer: string, output: string, parameters?: number, macs?: number])[];

const alexnet2012: Rows = [
  ["conv1", "96×55×55", 34_944, 105_415_200],
  ["pool1", "96×27×27"],
  ["conv2", "256×27×27", 307_456, 223_948_800],
  ["pool2", "256×13×13"],
  ["conv3", "384×13×13", 885_120, 149_520_384],
  ["conv4", "384×13×13", 663_936, 112_140_288],
  ["conv5", "256×13×13", 442_624, 74_760_192],
  ["pool5", "256×6×6"],
  ["fc6", "4096", 37_752_832, 37_748_736],
  ["fc7", "4096", 16_781_312, 16_777_216],
  ["fc8", "1000", 4_097_000, 4_096_000],
];

/** The 80-second and 18 % nets' convolutions. */
const cifar: Rows = [
  ["conv1", "32×32×32", 2_432, 2_457_600],
  ["pool1", "32×16×16"],
  ["conv2", "32×16×16", 25_632, 6_553_600],
  ["pool2", "32×8×8"],
  ["conv3", "64×8×8", 51_264, 3_276_800],
  ["pool3", "64×4×4"],
];

const published: { name: ModelName; input: string; rows: Rows; parameters: number; macs: number }[] = [
  { name: "paper2012", input: "3×227×227", rows: alexnet2012, parameters: 60_965_224, macs: 724_406_816 },
  { name: "code2012", input: "3×224×224", rows: alexnet2012, parameters: 60_965_224, macs: 724_406_816 },
  { name: "caffe", input: "3×227×227", rows: alexnet2012, parameters: 60_965_224, macs: 724_406_816 },
  {
    name: "torchvision",
    input: "3×224×224",
    rows: [
      ["conv1", "64×55×55", 23_296, 70_276_800],
      ["pool1", "64×27×27"],
      ["conv2", "192×27×27", 307_392, 223_948_800],
      ["pool2", "192×13×13"],
      ["conv3", "384×13×13", 663_936, 112_140_288],
      ["conv4", "256×13×13", 884_992, 149_520_384],
      ["conv5", "256×13×13", 590_080, 99_680_256],
      ["pool5", "256×6×6"],
      ["avgpool", "256×6×6"],
      ["fc6", "4096", 37_752_832, 37_748_736],
      ["fc7", "4096", 16_781_312, 16_777_216],
      ["fc8", "1000", 4_097_000, 4_096_000],
    ],
    parameters: 61_100_840,
    macs: 714_188_480,
  },
  {
    name: "article",
    input: "3×227×227",
    rows: [
      ["conv1", "96×227×227", 7_296, 371_008_800],
      ["pool1", "96×113×113"],
      ["conv2", "256×113×113", 221_440, 2_824_298_496],
      ["pool2", "256×56×56"],
      ["conv3", "384×56×56", 885_120, 2_774_532_096],
      ["pool3", "384×28×28"],
      ["conv4", "384×28×28", 1_327_488, 1_040_449_536],
      ["pool4", "384×14×14"],
      ["conv5", "256×14×14", 884_992, 173_408_256],
      ["pool5", "256×7×7"],
      ["fc6", "4096", 51_384_320, 51_380_224],
      ["fc7", "4096", 16_781_312, 16_777_216],
      ["fc8", "1000", 4_097_000, 4_096_000],
    ],
    parameters: 75_588_968,
    macs: 7_255_950_624,
  },
  {
    name: "article-5.1",
    input: "3×227×227",
    rows: [
      ["conv1", "96×57×57", 2_592, 8_421_408],
      ["conv2", "256×57×57", 221_184, 718_626_816],
      ["conv3", "384×57×57", 884_736, 2_874_507_264],
      ["conv4", "384×57×57", 1_327_104, 4_311_760_896],
      ["conv5", "256×57×57", 884_736, 2_874_507_264],
      ["pool5", "256×28×28"],
      ["pool5b", "256×13×13"],
      ["pool5c", "256×6×6"],
      ["fc6", "4096", 37_752_832, 37_748_736],
    ],
    parameters: 61_954_248,
    macs: 10_846_445_600,
  },
  {
    name: "alexnet-bn",
    input: "3×227×227",
    rows: [
      ["conv1", "96×55×55", 34_848, 105_415_200],
      ["bn1", "96×55×55", 192],
      ["bn5", "256×13×13", 512],
      ["pool5", "256×6×6"],
    ],
    parameters: 60_966_600,
    macs: 724_406_816,
  },
  {
    name: "lenet5",
    input: "1×32×32",
    rows: [
      ["c1", "6×28×28", 156, 117_600],
      ["c3", "16×10×10", 2_416, 240_000],
      ["c5", "120", 48_120, 48_000],
      ["f6", "84", 10_164, 10_080],
      ["f7", "10", 850, 840],
    ],
    parameters: 61_706,
    macs: 416_520,
  },
  {
    name: "cifar-26pct",
    input: "3×32×32",
    rows: [...cifar, ["fc64", "64", 65_600, 65_536], ["fc10", "10", 650, 640]],
    parameters: 145_578,
    macs: 12_354_176,
  },
  {
    name: "cifar-18pct",
    input: "3×32×32",
    rows: [...cifar, ["fc10", "10", 10_250, 10_240]],
    parameters: 89_578,
    macs: 12_298_240,
  },
];

describe.each(published)("$name", ({ name, input, rows, parameters, macs }) => {
  const summary = summarize(name);

  it("has the published layers", () => {
    expect(summary.input.join("×")).toBe(input);
    for (const [layer, output, layerParameters = 0, layerMacs = 0] of rows) {
      const found = summary.layers.find((candidate) => candidate.name === layer)!;
      expect([layer, found.outputShape.join("×")]).toEqual([layer, output]);
      expect([layer, found.parameters, found.macs]).toEqual([layer, layerParameters, layerMacs]);
    }
  });

  it("has the published totals", () => {
    expect(summary.totals).toMatchObject({ parameters, macs, parameterBytes: 4 * parameters });
    expect(summary.layers.at(-1)!.outputShape).toEqual([summary.classes]);
  });
});

it("Caffe's pooling rounds up: nothing is lost at 224", () => {
  const { layers } = summarize("caffe", { input: [3, 224, 224] });
  const pools = layers.filter(({ name }) => name.startsWith("pool"));
  expect(pools.map(({ outputShape }) => outputShape.join("×"))).toEqual(["96×27×27", "256×13×13", "256×6×6"]);
});

describe("orders that the networks differ in", () => {
  const order = (name: ModelName) => summarize(name).layers.map((layer) => layer.name);

  it("the paper and Caffe normalize after the ReLU, before pooling", () => {
    for (const name of ["paper2012", "caffe"] as const) {
      expect(order(name).slice(0, 8).join(" ")).toBe("conv1 relu1 norm1 pool1 conv2 relu2 norm2 pool2");
    }
  });

  it("the 2012 code normalizes and pools before conv1's ReLU, and twice after conv2's", () => {
    expect(order("code2012").slice(0, 9).join(" ")).toBe("conv1 norm1 pool1 relu1 conv2 relu2 norm2 norm2b pool2");
  });

  it("torchvision drops before fc6 and fc7, the others after", () => {
    expect(order("torchvision").slice(-9).join(" ")).toBe("avgpool flatten drop5 fc6 relu6 drop6 fc7 relu7 fc8");
    expect(order("caffe").slice(-8).join(" ")).toBe("flatten fc6 relu6 drop6 fc7 relu7 drop7 fc8");
  });
});

/** The constants of a table: normalizations (size, k, alpha, beta, per window, channels), dropout (p, inverted), and per
 *  layer with weights the standard deviation of 20,000 initial weights and the initial bias. */
function constantsOf(name: ModelName) {
  const { layers } = modelTable(name);
  const rng = new Rng(1);
  const deviation = (weights: Float64Array) => Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0) / weights.length);
  return {
    norms: layers
      .filter((spec) => spec.kind === "localResponseNorm")
      .map(({ size, k = 1, alpha, beta, divideAlpha = true, channels = "across" }) => [
        size,
        k,
        alpha,
        beta,
        divideAlpha,
        channels,
      ]),
    dropout: layers.filter((spec) => spec.kind === "dropout").map(({ p, inverted = true }) => [p, inverted]),
    init: layers
      .filter((spec) => spec.kind === "conv" || spec.kind === "linear")
      .map(({ weightInit, biasInit }) => [
        weightInit ? Number(deviation(weightInit([200, 100], rng)).toPrecision(1)) : "PyTorch's",
        biasInit ? biasInit([1], rng)[0] : "PyTorch's",
      ]),
  };
}

describe("constants", () => {
  it("of the paper's text", () => {
    const norm = [5, 2, 1e-4, 0.75, false, "across"];
    const [zero, one] = [
      [0.01, 0],
      [0.01, 1],
    ];
    expect(constantsOf("paper2012")).toEqual({
      norms: [norm, norm],
      dropout: [
        [0.5, false],
        [0.5, false],
      ],
      init: [zero, one, zero, one, one, one, one, zero],
    });
  });

  it("of the released code", () => {
    const across = [5, 2, 1e-4, 0.75, true, "across"];
    expect(constantsOf("code2012")).toEqual({
      norms: [across, across, [5, 2, 1e-3, 0.75, true, "within"]],
      dropout: [
        [0.5, false],
        [0.5, false],
      ],
      init: [
        [0.01, 0],
        [0.01, 1],
        [0.03, 0],
        [0.03, 1],
        [0.03, 1],
        [0.01, 1],
        [0.01, 1],
        [0.01, 0],
      ],
    });
  });

  it("of Caffe", () => {
    const norm = [5, 1, 1e-4, 0.75, true, "across"];
    expect(constantsOf("caffe")).toEqual({
      norms: [norm, norm],
      dropout: [
        [0.5, true],
        [0.5, true],
      ],
      init: [
        [0.01, 0],
        [0.01, 0.1],
        [0.01, 0],
        [0.01, 0.1],
        [0.01, 0.1],
        [0.005, 0.1],
        [0.005, 0.1],
        [0.01, 0],
      ],
    });
  });

  it("of torchvision", () => {
    const init = Array.from({ length: 8 }, () => ["PyTorch's", "PyTorch's"]);
    expect(constantsOf("torchvision")).toEqual({
      norms: [],
      dropout: [
        [0.5, true],
        [0.5, true],
      ],
      init,
    });
  });

  it("of the article: Glorot's range", () => {
    const glorot = Number(Math.sqrt(2 / 300).toPrecision(1));
    const init = Array.from({ length: 8 }, () => [glorot, 0]);
    expect(constantsOf("article").init).toEqual(init);
    expect(constantsOf("article-5.1").init).toEqual(init);
  });

  it("of cuda-convnet's CIFAR-10 nets", () => {
    const convolutions = [
      [1e-4, 0],
      [0.01, 0],
      [0.01, 0],
    ];
    expect(constantsOf("cifar-26pct").init).toEqual([...convolutions, [0.1, 0], [0.1, 0]]);
    const norm = [3, 1, 5e-5, 0.75, true, "within"];
    expect(constantsOf("cifar-18pct")).toEqual({
      norms: [norm, norm],
      dropout: [],
      init: [...convolutions, [0.01, 0]],
    });
  });
});
