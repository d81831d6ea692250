import { describe, expect, it } from "vitest";
import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { compare, image, kinds, onImage, texts, uniform } from "./comparisons.ts";

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

  it("has borders for planes without channels or images", () => {
    expect(kinds(onImage((right, [, h]) => (h === 0 ? right + 0.1 : right), [3, 5, 5]))).toEqual(["border"]);
    expect(kinds(onImage((right, [h, w]) => (h! % 4 === 0 || w! % 4 === 0 ? right + 0.1 : right), [5, 5]))).toEqual([
      "border",
    ]);
  });

  it("does not speak of half a plane, or of a side of which little is wrong", () => {
    expect(kinds(onImage((right, [, , h]) => (h! < 2 ? right + 0.1 : right), [2, 3, 4, 4]))).toEqual([]);
    expect(kinds(onImage((right, [, , h, w]) => (h === 0 || (h === 2 && w === 0) ? right + 0.1 : right)))).toEqual([]);
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
    const isWrong = (index: readonly number[]) => index[axis!] >= first! && index[axis!] <= last!;
    expect(texts(onImage((right, index) => (isWrong(index) ? right + 0.1 : right)))).toEqual([
      `wrong only ${text} is off there`,
    ]);
  });

  it("sees a group of channels", () => {
    expect(texts(onImage((right, [, c]) => (c! >= 2 ? right + 0.1 : right), [2, 4, 3, 3]))).toEqual([
      "wrong only at indices 2 to 3 of axis 1, the last group: a loop or an offset along axis 1 is off there",
    ]);
    expect(kinds(onImage((right, [, c]) => (c! >= 1 ? right + 0.1 : right), [2, 4, 3, 3]))).toEqual([]);
    expect(kinds(onImage((right, [, c]) => (c === 3 || c === 5 ? right + 0.1 : right), [2, 6, 3, 3]))).toEqual([]);
    const littleOfOne = ([n, c, h, w]: readonly number[]) => c === 3 || (c === 2 && n === 0 && h === 1 && w === 1);
    expect(kinds(onImage((right, index) => (littleOfOne(index) ? right + 0.1 : right), [2, 4, 3, 3]))).toEqual([]);
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
      analytic: (right, [i]) => (isWrong(xs[i!]) ? right + 0.1 : right),
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
    const many = Array.from({ length: 80 }, (_, i) => (i % 2 === 0 ? -1 - i : i));
    expect(kinds(signed((x) => x < 0 && x > -20, many))).toEqual([]);
    const numeric = uniform([6]).map((n, at) => (values[at] > 0 ? n : 0));
    expect(kinds(compare({ shape: [6], values, numeric, analytic: (right) => right && right + 0.1 }))).toEqual([]);
  });
});
