import { describe, expect, it } from "vitest";
import {
  articlePipeline,
  builtin,
  colorComponents,
  computeStatistics,
  cropSize,
  evalViews,
  type ImageShape,
  Loader,
  makeTransform,
  paperPipeline,
  progressiveResize,
  type Statistics,
  type TransformSpec,
} from "../../src/data/index.ts";
import { eigenSymmetric } from "../../src/data/principalComponents.ts";
import { OptionError, Rng } from "../../src/index.ts";

const shape: ImageShape = [2, 4, 4];
const ramp = (): Float32Array => Float32Array.from({ length: 32 }, (_, i) => i);
const none: Statistics = { mean: [0, 0], std: [1, 1] };

function apply(spec: TransformSpec, pixels = ramp(), statistics = none, seed = 0) {
  return makeTransform(spec, statistics)(shape, 1).apply(pixels, new Rng(seed));
}

describe("flips and crops", () => {
  it("a flip mirrors each row, and undoes itself", () => {
    expect([...apply({ kind: "flip" }).subarray(0, 8)]).toEqual([3, 2, 1, 0, 7, 6, 5, 4]);
    expect(apply({ kind: "flip" }, apply({ kind: "flip" }))).toEqual(ramp());
  });

  it("a crop takes its corner", () => {
    const first = (place: "top-left" | "top-right" | "bottom-left" | "bottom-right" | "center") =>
      apply({ kind: "crop", size: 2, place })[0];
    expect(first("top-left")).toBe(0);
    expect(first("top-right")).toBe(2);
    expect(first("bottom-left")).toBe(8);
    expect(first("bottom-right")).toBe(10);
    expect(first("center")).toBe(5);
  });

  it("ten views are five places, each plain and mirrored", () => {
    const views = evalViews({ train: [], eval: [{ kind: "centerCrop", size: 2 }] }, "ten-crop").map((specs) => {
      let image = { shape, pixels: ramp() };
      for (const spec of specs) {
        const step = makeTransform(spec, none)(image.shape, 1);
        image = { shape: step.shape, pixels: step.apply(image.pixels, new Rng(0)) };
      }
      return image;
    });
    expect(views.map(({ pixels }) => [...pixels.subarray(0, 2)])).toEqual([
      [0, 1],
      [1, 0],
      [2, 3],
      [3, 2],
      [8, 9],
      [9, 8],
      [10, 11],
      [11, 10],
      [5, 6],
      [6, 5],
    ]);
  });

  it("ten views of a pipeline that cuts nothing are refused; mirrored views add the mirror image", () => {
    const pipeline = { train: [], eval: [{ kind: "normalize" }] } as const;
    expect(() => evalViews(pipeline, "ten-crop")).toThrow(/cuts from the middle/);
    expect(evalViews(pipeline, "one")).toEqual([[{ kind: "normalize" }]]);
    expect(evalViews(pipeline, "mirrored")).toEqual([
      [{ kind: "normalize" }],
      [{ kind: "normalize" }, { kind: "flip" }],
    ]);
  });
});

describe("rotation and scale", () => {
  it("0 degrees and factor 1 leave an image as it is", () => {
    expect(apply({ kind: "randomRotation", degrees: 0 })).toEqual(ramp());
    expect(apply({ kind: "randomScale", scale: [1, 1] })).toEqual(ramp());
  });

  it("zooming by 2 about the center samples between the middle pixels", () => {
    const out = apply({ kind: "randomScale", scale: [2, 2] });
    // From the center (1.5, 1.5), pixel (1, 1) comes from (1.25, 1.25): 4·1.25 + 1.25.
    expect(out[5]).toBeCloseTo(6.25, 5);
    expect(out[10]).toBeCloseTo(8.75, 5);
  });

  it("a turn keeps the center of mass of a symmetric image, and blacks out the corners", () => {
    const ones = new Float32Array(32).fill(1);
    const out = apply({ kind: "randomRotation", degrees: 45 }, ones, none, 3);
    expect(out[5]).toBeCloseTo(1, 5);
    expect(out[0]).toBeLessThan(1);
    for (let i = 0; i < 16; i++) expect(out[i]).toBeCloseTo(out[15 - i], 5);
  });
});

describe("resizing", () => {
  it("halving averages with the triangle filter; a constant stays one", () => {
    const flat = apply({ kind: "resize", size: 2 }, ramp().fill(3));
    for (const value of flat) expect(value).toBeCloseTo(3, 5);
    const wide = apply({ kind: "randomResizedCrop", size: 4, scale: [1, 1], ratio: [1, 1] });
    expect(wide).toEqual(ramp());
  });

  it("a random window lies inside the image", () => {
    for (let seed = 0; seed < 20; seed++) {
      const out = apply({ kind: "randomResizedCrop", size: 3 }, ramp(), none, seed);
      for (const value of out.subarray(0, 9)) expect(value).toBeGreaterThanOrEqual(0);
      expect(Math.max(...out)).toBeLessThanOrEqual(31);
    }
  });
});

describe("color", () => {
  it("brightness multiplies, contrast spreads about the mean", () => {
    expect(apply({ kind: "colorJitter" })).toEqual(ramp());
    const mean = (x: Float32Array) => x.reduce((a, b) => a + b, 0) / x.length;
    expect(mean(apply({ kind: "colorJitter", contrast: 0.5 }))).toBeCloseTo(mean(ramp()), 4);
    const brighter = apply({ kind: "colorJitter", brightness: 0.5 });
    expect(brighter[8] / 8).toBeCloseTo(brighter[31] / 31, 5);
  });

  it("principal components are eigenvectors, largest first", () => {
    const matrix = [
      [4, 1, 0.5],
      [1, 3, -0.2],
      [0.5, -0.2, 1],
    ];
    const { values, vectors } = eigenSymmetric(matrix);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    vectors.forEach((vector, i) => {
      expect(Math.hypot(...vector)).toBeCloseTo(1, 12);
      matrix.forEach((row, r) => {
        expect(row.reduce((sum, value, k) => sum + value * vector[k], 0)).toBeCloseTo(values[i] * vector[r], 10);
      });
    });
  });

  it("are those of the pixels: the eigenvalues add up to the variances", () => {
    const data = builtin({ count: 30 });
    const { values } = colorComponents(data);
    const { std } = computeStatistics(data, []);
    expect(values.reduce((a, b) => a + b)).toBeCloseTo(
      std.reduce((sum, s) => sum + s * s, 0),
      10,
    );
  });

  it("shift a whole image by the drawn amounts: by λ as the paper says, by √λ as its code does", () => {
    const statistics: Statistics = {
      ...none,
      pca: {
        values: [0.25, 0.04],
        vectors: [
          [1, 0],
          [0, 1],
        ],
      },
    };
    const rng = new Rng(7);
    const [first, second] = [rng.normal(0, 0.1), rng.normal(0, 0.1)];
    const paper = apply({ kind: "pcaColor" }, ramp(), statistics, 7);
    const code = apply({ kind: "pcaColor", variant: "code" }, ramp(), statistics, 7);
    expect(paper[3]).toBeCloseTo(3 + 0.25 * first, 5);
    expect(paper[20]).toBeCloseTo(20 + 0.04 * second, 5);
    expect(code[3]).toBeCloseTo((3 + 0.5 * first) / 1.1, 5);
    expect(code[20]).toBeCloseTo((20 + 0.2 * second) / 1.1, 5);
  });
});

describe("pipelines", () => {
  it("cut 227 of 256, and 28 of 32", () => {
    expect([cropSize([3, 256, 256]), cropSize([3, 32, 32])]).toEqual([227, 28]);
  });

  it.each([
    ["paper", paperPipeline],
    ["article", articlePipeline],
  ])("%s: training and measuring give images of one shape", (_, pipeline) => {
    const data = builtin({ count: 10 });
    const { train, eval: measured } = pipeline(data.shape);
    const statistics = computeStatistics(data, train);
    const end = (specs: readonly TransformSpec[]) =>
      specs.reduce((at, spec) => makeTransform(spec, statistics)(at, 1).shape, data.shape);
    expect([end(train), end(measured)]).toEqual([
      [3, 28, 28],
      [3, 28, 28],
    ]);
  });
});

describe("bad specs", () => {
  it.each<[TransformSpec, string]>([
    [{ kind: "subtractMeanImage" }, "expected statistics with a mean image"],
    [{ kind: "pcaColor" }, "expected statistics with principal components"],
    [{ kind: "resize", size: 0 }, "resize: expected size to be a whole number ≥ 1"],
    [{ kind: "randomRotation", degrees: -1 }, "randomRotation: expected degrees"],
    [{ kind: "randomScale", scale: [2, 1] }, "randomScale: expected high"],
    [{ kind: "colorJitter", brightness: 2 }, "colorJitter: expected brightness"],
    [JSON.parse('{"kind":"blur"}'), "no such kind"],
    [JSON.parse('{"kind":"toString"}'), "no such kind"],
  ])("%j", (spec, message) => {
    expect(() => makeTransform(spec, none)).toThrow(OptionError);
    expect(() => makeTransform(spec, none)).toThrow(message);
  });
});

describe("progressiveResize", () => {
  const stages = [
    { size: 8, epochs: 2 },
    { size: 16, epochs: 1 },
  ];

  it("resizes stage by stage, then leaves images as they are", () => {
    const loader = new Loader(builtin({ count: 10 }), { batchSize: 5, transforms: [progressiveResize(stages)] });
    const sides = [1, 2, 3, 4, 5].map((epoch) => [...loader.epoch(epoch)].map(({ shape }) => shape[3]));
    expect(sides).toEqual([
      [8, 8],
      [8, 8],
      [16, 16],
      [32, 32],
      [32, 32],
    ]);
    expect(loader.shape).toEqual([3, 32, 32]);
    const [small] = [...loader.epoch(1)];
    expect(small!.images.length).toBe(5 * 3 * 8 * 8);
  });

  it("refuses stages of no epochs and sizes below 1", () => {
    expect(() => progressiveResize([{ size: 8, epochs: 0 }])).toThrow("epochs");
    expect(() => progressiveResize([{ size: 0, epochs: 1 }])).toThrow("size");
  });
});
