import { describe, expect, it } from "vitest";
import { Rng } from "../../src/core/rng.ts";
import { sizeOf } from "../../src/core/shape.ts";
import { diagnose, worstOf } from "../../src/gradcheck/diagnose.ts";
import { compare, kinds, onImage, texts, uniform } from "./hints/comparisons.ts";

describe("worstOf", () => {
  it("finds the largest difference, and where in the input and output", () => {
    const numeric = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    const analytic = (right: number) => (right === 6 ? 9 : right === 11 ? 11.5 : right);
    const comparison = compare({ shape: [2, 2], outputShape: [3, 1], numeric, analytic });
    const worst = { input: 0, index: [0, 1], output: [1, 0], analytic: 9, numeric: 6, ratio: 1.5, error: 3 };
    expect(worstOf(comparison)).toEqual(worst);
    expect(worstOf({ ...compare({ shape: [12], numeric, analytic }), input: 3 })).toMatchObject({
      input: 3,
      index: [5],
      output: [],
    });
  });

  it("counts NaN as the largest", () => {
    const comparison = compare({
      shape: [3],
      numeric: [1, 2, 3],
      analytic: (right) => [100, Number.NaN, 3][right - 1],
    });
    expect(worstOf(comparison)).toMatchObject({ index: [1], error: Number.NaN });
  });
});

describe("diagnose", () => {
  it("says that the gradient is not finite", () => {
    expect(texts(onImage((right, [n, c, h, w]) => (n === 1 && c === h && w === 2 ? Number.NaN : right)))).toEqual([
      "the gradient is not finite at 3 of 150 entries: a division by zero, or a log, root or power at the edge of its domain",
    ]);
  });

  it("is silent where nothing is wrong", () => {
    expect(diagnose(onImage((right) => right + 0.9e-6))).toEqual([]);
  });

  it("gives three hints at most", () => {
    // Of eight pairs, the second elements are negative, appear in a sum too, and lack their gradients.
    const shape = [8, 2];
    const numeric = uniform([9], shape).map((n, at) => {
      const [row, pair, second] = [Math.floor(at / 16), Math.floor((at % 16) / 2), at % 2];
      return row === pair || (row === 8 && second === 1) ? n : 0;
    });
    const values = Array.from({ length: 16 }, (_, at) => (at % 2 === 1 ? -1 : 1));
    const analytic = (right: number, [, second]: readonly number[]) => (second === 1 ? 0 : right);
    expect(kinds(compare({ shape, outputShape: [9], values, numeric, analytic }))).toEqual([
      "overlap",
      "slice",
      "branch",
    ]);
  });

  it("hardly ever speaks of errors without a pattern", () => {
    const rng = new Rng(3);
    const shapes = [[6], [3, 4], [2, 3, 4], [2, 2, 3, 3], [1, 2, 5, 5]];
    const silent = Array.from({ length: 500 }, (_, i) => {
      const shape = shapes[i % shapes.length];
      const outputShape = i % 2 === 0 ? shape : [];
      const numeric = Float64Array.from({ length: sizeOf(shape) * sizeOf(outputShape) }, () => rng.uniform(-2, 2));
      const values = Array.from({ length: sizeOf(shape) }, () => rng.uniform(-1, 1));
      const share = rng.uniform();
      const analytic = (right: number) => (rng.uniform() < share ? rng.uniform(-2, 2) : right);
      return diagnose(compare({ shape, outputShape, values, numeric, analytic })).length === 0;
    });
    expect(silent.filter((is) => !is).length).toBeLessThanOrEqual(10);
  });
});
