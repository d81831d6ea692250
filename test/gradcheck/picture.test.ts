import { describe, expect, it } from "vitest";
import { sizeOf } from "../../src/core/shape.ts";
import { drawErrors } from "../../src/gradcheck/picture.ts";

/** The picture of errors given entry by entry. */
function draw(shape: readonly number[], error: (at: number) => number, outputShape: readonly number[] = []): string {
  const numeric = new Float64Array(sizeOf(shape) * sizeOf(outputShape));
  const analytic = numeric.map((_, at) => error(at));
  return drawErrors({ input: 0, shape, values: numeric, outputShape, analytic, numeric, tolerance: 1e-6 });
}

const lines = (...text: string[]) => text.join("\n");

describe("drawErrors", () => {
  it("draws the plane of the worst element, shaded by size, and a cell for each plane", () => {
    const error = (at: number) => (at >= 125 ? (at % 25) / 24 : at % 50 === 30 ? 0.6 : 1e-7);
    expect(draw([2, 3, 5, 5], error)).toBe(
      lines(
        "errors in input 0 [2, 3, 5, 5], n 1, c 2:",
        "   0 1 2 3 4",
        "0  · ░ ░ ░ ░",
        "1  ░ ░ ▒ ▒ ▒",
        "2  ▒ ▒ ▒ ▓ ▓",
        "3  ▓ ▓ ▓ ▓ █",
        "4  █ █ █ █[█]",
        "n 0: c 0 ·  c 1 ▓  c 2 ·",
        "n 1: c 0 ▓  c 1 ·  c 2 █",
      ),
    );
  });

  it("draws a vector and a scalar as one row, NaN as a question mark", () => {
    const error = (at: number) => (at === 7 ? Number.NaN : at % 3 === 0 ? -at : 0);
    expect(draw([12], error)).toBe(
      lines("errors in input 0 [12]:", "   0         5         10", "0  · · · ▒ · · ▓[?]· █ · ·"),
    );
    expect(draw([], () => 1)).toBe(lines("errors in input 0 []:", "   0", "0 [█]"));
  });

  it("takes the largest error over all outputs", () => {
    // Rows of the Jacobian: 0 0 2 0 and 8 0 0 4.
    const error = (at: number) => [0, 0, 2, 0, 8, 0, 0, 4][at];
    expect(draw([2, 2], error, [2])).toBe(lines("errors in input 0 [2, 2]:", "   0 1", "0 [█]·", "1  ░ ▒"));
  });

  it("keeps shades of what is finite beside what is not", () => {
    const error = (at: number) => [Number.POSITIVE_INFINITY, 1, 4, 0][at];
    expect(draw([2, 2], error)).toBe(lines("errors in input 0 [2, 2]:", "   0 1", "0 [█]░", "1  █ ·"));
  });

  it("bins planes that are too large", () => {
    // One wrong element at row 33, column 62, and one less wrong in the last bin.
    const error = (at: number) => (at === 33 * 100 + 62 ? 4 : at === 6399 ? 1 : 0);
    const picture = draw([1, 1, 64, 100], error).split("\n");
    expect(picture.slice(0, 2)).toEqual([
      "errors in input 0 [1, 1, 64, 100], n 0, c 0, each cell the worst of 4 × 3:",
      "    0         15        30        45        60        75        90",
    ]);
    expect(picture).toHaveLength(2 + 16);
    expect(picture[2 + 8]).toBe(`32 ${" ·".repeat(20)}[█]${"· ".repeat(13).trimEnd()}`);
    expect(picture[2 + 15]).toBe(`60 ${" ·".repeat(33)} ░`);
  });

  it("shows the planes around the worst where there are many", () => {
    const picture = draw([30, 20, 1, 1], (at) => (at === 16 * 20 + 19 ? 2 : at === 17 * 20 + 8 ? 1 : 0)).split("\n");
    expect(picture.slice(0, 5)).toEqual([
      "errors in input 0 [30, 20, 1, 1], n 16, c 19:",
      "   0",
      "0 [█]",
      "…",
      "n 12: …  c 8 ·  c 9 ·  c 10 ·  c 11 ·  c 12 ·  c 13 ·  c 14 ·  c 15 ·  c 16 ·  c 17 ·  c 18 ·  c 19 ·",
    ]);
    expect(picture.slice(8)).toEqual([
      "n 16: …  c 8 ·  c 9 ·  c 10 ·  c 11 ·  c 12 ·  c 13 ·  c 14 ·  c 15 ·  c 16 ·  c 17 ·  c 18 ·  c 19 █",
      "n 17: …  c 8 ▒  c 9 ·  c 10 ·  c 11 ·  c 12 ·  c 13 ·  c 14 ·  c 15 ·  c 16 ·  c 17 ·  c 18 ·  c 19 ·",
      expect.stringMatching(/^n 18: …/),
      expect.stringMatching(/^n 19: …/),
      "…",
    ]);
  });

  it("names axes by their number where convention has no names", () => {
    expect(draw([2, 1, 2], (at) => at)).toBe(
      lines("errors in input 0 [2, 1, 2], c 1:", "   0 1", "0  ▓[█]", "c 0 ▒  c 1 █"),
    );
    expect(draw([1, 1, 2, 1, 2], (at) => at)).toBe(
      lines(
        "errors in input 0 [1, 1, 2, 1, 2], axis 0 0, axis 1 0, axis 2 1:",
        "   0 1",
        "0  ▓[█]",
        "axis 0 0, axis 1 0: axis 2 0 ▒  axis 2 1 █",
      ),
    );
  });

  it("marks what is no number", () => {
    expect(draw([3], (at) => [0, 1, Number.NaN][at])).toContain("0  · █[?]");
  });
});
