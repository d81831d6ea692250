import { describe, expect, it } from "vitest";
import { Rng } from "../../src/core/rng.ts";
import { sizeOf } from "../../src/core/shape.ts";
import type { Comparison } from "../../src/gradcheck/comparison.ts";
import { coordinates } from "../../src/gradcheck/coordinates.ts";
import { diagnose, worstOf } from "../../src/gradcheck/diagnose.ts";

interface Case {
  readonly shape: readonly number[];
  readonly outputShape?: readonly number[];
  readonly values?: readonly number[];
  readonly numeric: ArrayLike<number>;
  /** What is wrong: ∂y/∂x as the backward pass finds it, at an index of the input and a row. */
  readonly analytic: (right: number, index: readonly number[], row: number, numeric: ArrayLike<number>) => number;
}

function compare({ shape, outputShape = [], values, numeric, analytic }: Case): Comparison {
  const size = sizeOf(shape);
  return {
    input: 0,
    shape,
    values: values === undefined ? uniform(shape) : Float64Array.from(values),
    outputShape,
    analytic: Float64Array.from(numeric, (right, at) => {
      return analytic(right, coordinates(at % size, shape), Math.floor(at / size), numeric);
    }),
    numeric: Float64Array.from(numeric),
    tolerance: 1e-6,
  };
}

/** Numbers from ½ to 2: none is zero, none is like another. */
function uniform(...shapes: readonly (readonly number[])[]): Float64Array {
  const rng = new Rng(7);
  return Float64Array.from({ length: sizeOf(shapes.flat()) }, () => rng.uniform(0.5, 2));
}

const texts = (comparison: Comparison) => diagnose(comparison).map(({ text }) => text);
const kinds = (comparison: Comparison) => diagnose(comparison).map(({ kind }) => kind);
const image = [2, 3, 5, 5];
const onImage = (analytic: Case["analytic"], shape = image) => compare({ shape, numeric: uniform(shape), analytic });

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
      analytic: (right) => [100, Number.NaN, 3][right - 1]!,
    });
    expect(worstOf(comparison)).toMatchObject({ index: [1], error: Number.NaN });
  });
});

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

  it("is not claimed of one element", () => {
    const scalar = (ratio: number) => compare({ shape: [], numeric: [3], analytic: (right) => ratio * right });
    expect(texts(scalar(2))).toEqual([
      "the wrong element's ratio is 2: a term is added twice, or a factor ½ is missing",
    ]);
    expect(texts(scalar(0.3))).toEqual([]);
  });

  it("is not claimed where it differs, or of errors that the tolerance could make", () => {
    expect(texts(onImage((right, [n, c]) => right * (n === c ? 2 : 2.01)))).toEqual([]);
    const barely = onImage((right, [, , h, w]) => right + 1.2e-6 + 1e-7 * (h! + w!));
    expect(texts({ ...barely, tolerance: 1e-6 })).toEqual([]);
  });
});

describe("one ratio of what is wrong", () => {
  it("is told apart from one everywhere", () => {
    const odd = (ratio: number) => onImage((right, index) => (sum(index) % 2 === 1 ? ratio * right : right));
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

describe("structure", () => {
  const square = { shape: [2, 3], outputShape: [2, 3], numeric: uniform([6], [6]) };

  it("sees a transposed Jacobian", () => {
    const comparison = compare({
      ...square,
      analytic: (_, index, row, numeric) => numeric[flat(index, [2, 3]) * 6 + row]!,
    });
    expect(texts(comparison)).toEqual([
      "the Jacobian is transposed: a matrix is used where its transpose belongs, or the other way round",
    ]);
    const other = compare({
      ...square,
      outputShape: [6],
      analytic: (_, index, row, numeric) => numeric[flat(index, [2, 3]) * 6 + row]!,
    });
    expect(kinds(other)).toEqual([]);
  });

  it.each([[[4, 4]], [[3, 5]], [[2, 3, 4]]])("sees planes transposed: %j", (shape) => {
    const [h, w] = shape.slice(-2) as [number, number];
    const comparison = onImage((_, index) => {
      const cell = index.at(-2)! * w + index.at(-1)!;
      const plane = flat(index, shape) - cell;
      return uniform(shape)[plane + (cell % h) * w + Math.floor(cell / h)]!;
    }, shape);
    expect(texts(comparison)).toEqual([
      "the gradient's last two axes are exchanged: a transpose is missing or too many",
    ]);
  });

  it.each([
    [3, 1, "larger"],
    [2, -1, "smaller"],
    [1, 1, "larger"],
  ])("sees a shift along axis %d by %d", (axis, step, towards) => {
    const comparison = onImage((_, index) => {
      const source = index.with(axis, index[axis]! - step);
      return source[axis]! < 0 || source[axis]! >= image[axis]! ? 0 : uniform(image)[flat(source, image)]!;
    });
    expect(texts(comparison)).toEqual([
      `the gradient is shifted by one along axis ${axis}, towards ${towards} indices: an offset or a padding is off by one`,
    ]);
  });

  it("takes neither a missing edge of a constant gradient nor a copy for a shift", () => {
    const ones = new Float64Array(150).fill(1);
    expect(kinds(compare({ shape: image, numeric: ones, analytic: (_, [, , , w]) => Number(w! > 0) }))).toEqual([
      "border",
      "missing",
    ]);
    expect(kinds(onImage((_, [n, , h, w]) => uniform(image)[flat([n!, 0, h!, w!], image)]!))).toEqual([]);
    expect(
      kinds(compare({ shape: [2, 9], numeric: uniform([2, 9]), analytic: (_, [, i]) => uniform([2, 9])[i!]! })),
    ).not.toContain("shifted");
  });

  it("sees that cross terms are missing", () => {
    const missing = compare({ ...square, analytic: (right, index, row) => (flat(index, [2, 3]) === row ? right : 0) });
    expect(texts(missing)).toEqual([
      "cross terms are missing: an output depends on other elements than its own, as through a sum, mean or maximum",
      "zero where it is wrong: a term of the gradient is missing there",
    ]);
  });

  it("does not speak of cross terms where elements move only", () => {
    const numeric = uniform([6], [6]).map((n, at) => (Math.floor(at / 6) === 5 - (at % 6) ? n : 0));
    const identity = compare({ ...square, numeric, analytic: (_, index, row) => Number(flat(index, [2, 3]) === row) });
    expect(kinds(identity)).toEqual([]);
  });

  it("sees that the diagonal only is wrong", () => {
    const scale = (numeric: Float64Array) =>
      compare({ ...square, numeric, analytic: (right, index, row) => right + Number(flat(index, [2, 3]) === row) });
    expect(texts(scale(square.numeric))).toEqual([
      "only each output's own element is wrong: the direct term is, the cross terms are right",
    ]);
    const elementwise = square.numeric.map((n, at) => (Math.floor(at / 6) === at % 6 ? n : 0));
    expect(kinds(scale(elementwise))).toEqual([]);
  });
});

describe("places", () => {
  const edges: [string, (h: number, w: number) => boolean][] = [
    ["on all sides", (h, w) => h % 4 === 0 || w % 4 === 0],
    ["(top)", (h) => h === 0],
    ["(bottom, right)", (h, w) => h === 4 || w === 4],
    ["(left, right)", (_, w) => w % 4 === 0],
  ];

  it.each(edges)("sees that the border is wrong %s", (where, isEdge) => {
    expect(texts(onImage((right, [, , h, w]) => (isEdge(h!, w!) ? right + 0.1 : right)))).toEqual([
      `wrong only at the border of the last two axes ${where}: padding or the clipping of windows is off there`,
    ]);
  });

  it("sees how deep the border is", () => {
    const shape = [1, 1, 9, 9];
    expect(texts(onImage((right, [, , h]) => (h! < 2 ? right + 0.1 : right), shape))).toEqual([
      "wrong only at the border of the last two axes (top), 2 deep: padding or the clipping of windows is off there",
    ]);
  });

  it("does not speak of a border without an interior, of a corner, or where all the rest is zero", () => {
    expect(kinds(onImage((right) => right + 0.1, [3, 2, 2]))).toEqual([]);
    expect(kinds(onImage((right, [, , h, w]) => (h === 0 && w === 0 ? right + 0.1 : right)))).toEqual([]);
    const isEdge = ([, , h, w]: readonly number[]) => h! % 4 === 0 || w! % 4 === 0;
    const numeric = uniform(image).map((n, at) => (isEdge(coordinates(at, image)) ? n : 0));
    expect(kinds(compare({ shape: image, numeric, analytic: (right) => right && right + 0.1 }))).toEqual([]);
  });

  it.each([
    [[1, 2, 2], "at index 2 of axis 1, the last channel: a loop or an offset along axis 1"],
    [[1, 0, 0], "at index 0 of axis 1, the first channel: a loop or an offset along axis 1"],
    [[0, 1, 1], "at index 1 of axis 0, the last image: a loop or an offset along axis 0"],
  ])("sees the slice that is wrong: %j", ([axis, first, last], text) => {
    const isWrong = (index: readonly number[]) => index[axis!]! >= first! && index[axis!]! <= last!;
    expect(texts(onImage((right, index) => (isWrong(index) ? right + 0.1 : right)))).toEqual([
      `wrong only ${text} is off there`,
    ]);
  });

  it("sees a group of channels", () => {
    expect(texts(onImage((right, [, c]) => (c! >= 2 ? right + 0.1 : right), [2, 4, 3, 3]))).toEqual([
      "wrong only at indices 2 to 3 of axis 1, the last group: a loop or an offset along axis 1 is off there",
    ]);
    expect(kinds(onImage((right, [, c]) => (c! >= 1 ? right + 0.1 : right), [2, 4, 3, 3]))).toEqual([]);
  });

  it("does not speak of the last channel of one, of a channel between, or of one wrong element", () => {
    expect(kinds(onImage((right) => right + 0.1, [2, 1, 3, 3]))).toEqual([]);
    expect(kinds(onImage((right, [, c]) => (c === 1 ? right + 0.1 : right)))).toEqual([]);
    expect(kinds(onImage((right, [n, c]) => (n === 0 && c === 2 ? right + 0.1 : right), [2, 3, 1, 1]))).toEqual([]);
  });

  it("sees that windows overlap", () => {
    // Windows of 3, two apart, over 7 elements.
    const numeric = uniform([3], [7]).map((n, at) => {
      const offset = (at % 7) - 2 * Math.floor(at / 7);
      return offset >= 0 && offset < 3 ? n : 0;
    });
    const overwritten = (weight: number) =>
      compare({
        shape: [7],
        outputShape: [3],
        numeric,
        analytic: (right, [i], row) => (i === 2 * row + 2 && row < 2 ? weight * right : right),
      });
    expect(texts(overwritten(0))[0]).toBe(
      "wrong only where several outputs depend on the element, as where windows overlap (ratio 0): contributions are lost or miscounted",
    );
    expect(texts(overwritten(0.5))[0]).toContain("(ratio 0.5)");
    const elsewhere = compare({
      shape: [7],
      outputShape: [3],
      numeric,
      analytic: (right, [i]) => (i === 3 ? right + 0.1 : right),
    });
    expect(kinds(elsewhere)).toEqual([]);
  });

  it("does not speak of overlap where all elements share outputs", () => {
    const comparison = compare({
      shape: [4],
      outputShape: [3],
      numeric: uniform([3], [4]),
      analytic: (right, [i]) => right + Number(i === 2),
    });
    expect(kinds(comparison)).toEqual([]);
  });

  const values = [-1, 2, -3, 4, -5, 6];
  const signed = (isWrong: (x: number) => boolean, xs = values) =>
    compare({
      shape: [xs.length],
      values: xs,
      numeric: uniform([xs.length]),
      analytic: (right, [i]) => (isWrong(xs[i!]!) ? right + 0.1 : right),
    });

  it("sees that one sign of the input is wrong", () => {
    expect(texts(signed((x) => x < 0))).toEqual([
      "wrong only where the input is negative: the slope of that branch is forgotten",
    ]);
    expect(texts(signed((x) => x > 0))).toEqual([
      "wrong only where the input is positive: the slope of that branch is forgotten",
    ]);
  });

  it("does not speak of signs where all are the same, a few of one are wrong, or the other side proves nothing", () => {
    expect(kinds(signed(() => true, [-1, -2, -3, -4]))).toEqual([]);
    expect(kinds(signed((x) => x === -3))).toEqual([]);
    const numeric = uniform([6]).map((n, at) => (values[at]! > 0 ? n : 0));
    expect(kinds(compare({ shape: [6], values, numeric, analytic: (right) => right && right + 0.1 }))).toEqual([]);
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
    const shape = [2, 3, 4, 4];
    const values = uniform(shape).map((x, at) => (coordinates(at, shape)[1] === 2 ? -x : x));
    const comparison = compare({
      shape,
      values: [...values],
      numeric: uniform(shape),
      analytic: (right, [, c, h]) => (c === 2 ? (h === 0 ? Number.NaN : 0) : right),
    });
    expect(kinds(comparison)).toEqual(["not finite", "slice", "branch"]);
  });

  it("hardly ever speaks of errors without a pattern", () => {
    const rng = new Rng(3);
    const shapes = [[6], [3, 4], [2, 3, 4], [2, 2, 3, 3], [1, 2, 5, 5]];
    const silent = Array.from({ length: 500 }, (_, i) => {
      const shape = shapes[i % shapes.length]!;
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

function sum(index: readonly number[]): number {
  return index.reduce((total, i) => total + i, 0);
}

function flat(index: readonly number[], shape: readonly number[]): number {
  return index.reduce((total, i, axis) => total * shape[axis]! + i, 0);
}
