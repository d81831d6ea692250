import { describe, expect, it } from "vitest";
import { compare, image, onImage, texts, uniform } from "./comparisons.ts";

describe("one ratio everywhere", () => {
  it.each([
    [
      2,
      image,
      "twice too large everywhere: a term is added twice, or a factor ½ is missing, or a mean over axis 0 of the input (batch) is not divided",
    ],
    [2, [7], "twice too large everywhere: a term is added twice, or a factor ½ is missing"],
    [
      1 / 2,
      [7],
      "half as large as it should be everywhere: one of two equal terms is missing, or a factor ½ is too many",
    ],
    [-1, image, "of the wrong sign everywhere: a minus is missing or too many"],
    [0, image, "zero everywhere: the gradient never arrives, as after a detach or a forgotten input"],
    [3, image, "3 times too large everywhere: a mean over axis 1 of the input (channels) is not divided"],
    [25, image, "25 times too large everywhere: a mean over axes [2, 3] of the input (plane) is not divided"],
    [
      1 / 50,
      image,
      "50 times too small everywhere: a mean over axes [0, 2, 3] of the input (batch and plane) is divided twice",
    ],
    [1 / 150, image, "150 times too small everywhere: a mean over all elements of the input is divided twice"],
    [1 / 49, [1, 49], "49 times too small everywhere: a mean over axis 1 of the input is divided twice"],
    [0.75, image, "0.75 times what it should be everywhere: a constant factor is wrong"],
    [7, image, "7 times what it should be everywhere: a constant factor is wrong"],
    [1.00001, image, "1.00001 times what it should be everywhere: a constant factor is wrong"],
  ])("%d of %j", (ratio, shape, text) => {
    expect(texts(onImage((right) => ratio * right, [...shape]))).toEqual([text]);
  });

  it("names axes of the output too", () => {
    const numeric = uniform([4, 2], [3]);
    const comparison = compare({ shape: [3], outputShape: [4, 2], numeric, analytic: (right) => right / 4 });
    expect(texts(comparison)).toEqual([
      "4 times too small everywhere: a mean over axis 0 of the output is divided twice",
    ]);
  });

  it("names an axis once where input and output are alike", () => {
    const shape = [2, 3];
    const comparison = compare({ shape, outputShape: shape, numeric: uniform(shape, shape), analytic: (n) => n / 3 });
    expect(texts(comparison)).toEqual([
      "3 times too small everywhere: a mean over axis 1 of the input is divided twice",
    ]);
  });

  it("is not claimed of one element", () => {
    const scalar = (ratio: number) => compare({ shape: [], numeric: [3], analytic: (right) => ratio * right });
    expect(texts(scalar(2))).toEqual([
      "the wrong element's ratio is 2: a term is added twice, or a factor ½ is missing",
    ]);
    expect(texts(scalar(0.3))).toEqual([]);
    expect(texts(compare({ shape: [], numeric: [0], analytic: () => 1 }))).toEqual([]);
  });

  it("is not claimed where it differs, or of errors that the tolerance could make", () => {
    expect(texts(onImage((right, [n, c]) => right * (n === c ? 2 : 2.01)))).toEqual([]);
    const barely = onImage((right, [, , h, w]) => right + 1.2e-6 + 1e-7 * (h! + w!));
    expect(texts({ ...barely, tolerance: 1e-6 })).toEqual([]);
  });
});

describe("one ratio of what is wrong", () => {
  it("is told apart from one everywhere", () => {
    const odd = (ratio: number) =>
      onImage((right, index) => (index.reduce((total, i) => total + i, 0) % 2 === 1 ? ratio * right : right));
    expect(texts(odd(0))).toEqual(["zero where it is wrong: a term of the gradient is missing there"]);
    expect(texts(odd(-1))).toEqual(["of the wrong sign where it is wrong: a minus is missing or too many"]);
    expect(texts(odd(0.3))).toEqual(["0.3 times what it should be where it is wrong: a constant factor is wrong"]);
  });

  it("sees gradients where none should be", () => {
    const numeric = uniform(image).map((n, at) => (at % 2 === 0 ? 0 : n));
    expect(texts(compare({ shape: image, numeric, analytic: (right) => right || 0.7 }))).toEqual([
      "not zero as it should be where it is wrong: the backward pass lacks a mask or condition of the forward pass",
    ]);
  });
});
