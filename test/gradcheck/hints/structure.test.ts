import { describe, expect, it } from "vitest";
import { compare, flat, image, kinds, onImage, texts, uniform } from "./comparisons.ts";

describe("structure", () => {
  const square = { shape: [2, 3], outputShape: [2, 3], numeric: uniform([6], [6]) };

  it("sees a transposed Jacobian", () => {
    const comparison = compare({
      ...square,
      analytic: (_, index, row, numeric) => numeric[flat(index, [2, 3]) * 6 + row],
    });
    expect(texts(comparison)).toEqual([
      "the Jacobian is transposed: a matrix is used where its transpose belongs, or the other way round",
    ]);
    const other = compare({
      ...square,
      outputShape: [6],
      analytic: (_, index, row, numeric) => numeric[flat(index, [2, 3]) * 6 + row],
    });
    expect(kinds(other)).toEqual([]);
  });

  it.each([[[4, 4]], [[3, 5]], [[2, 3, 4]]])("sees planes transposed: %j", (shape) => {
    const [h, w] = shape.slice(-2) as [number, number];
    const comparison = onImage((_, index) => {
      const cell = index.at(-2)! * w + index.at(-1)!;
      const plane = flat(index, shape) - cell;
      return uniform(shape)[plane + (cell % h) * w + Math.floor(cell / h)];
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
      const source = index.with(axis, index[axis] - step);
      return source[axis] < 0 || source[axis] >= image[axis] ? 0 : uniform(image)[flat(source, image)];
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
    expect(kinds(onImage((_, [n, , h, w]) => uniform(image)[flat([n!, 0, h!, w!], image)]))).toEqual([]);
    expect(
      kinds(compare({ shape: [2, 9], numeric: uniform([2, 9]), analytic: (_, [, i]) => uniform([2, 9])[i!] })),
    ).not.toContain("shifted");
  });

  it("does not take zeros for a shift", () => {
    const numeric = [0, 0, 1, 0, 0, 1, 1, 1, 1];
    expect(kinds(compare({ shape: [3, 3], numeric, analytic: (right, [n]) => (n! < 2 ? 0 : right) }))).toEqual([
      "missing",
    ]);
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
    const few = { shape: [8], outputShape: [8], numeric: uniform([8], [8]) };
    expect(kinds(compare({ ...few, analytic: (right, [i], row) => right + Number(i === row && row < 3) }))).toEqual([]);
    const tiny = { shape: [2], outputShape: [2], numeric: uniform([2], [2]) };
    expect(kinds(compare({ ...tiny, analytic: (right, [i], row) => right + Number(i === row) }))).toEqual([]);
    const elementwise = square.numeric.map((n, at) => (Math.floor(at / 6) === at % 6 ? n : 0));
    expect(kinds(scale(elementwise))).toEqual([]);
  });
});
