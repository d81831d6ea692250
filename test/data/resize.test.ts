import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/core/errors.ts";
import { fitSquare, type Image, resize } from "../../src/data/index.ts";

const gray = (h: number, w: number, pixels: ArrayLike<number>): Image => ({
  shape: [1, h, w],
  pixels: Uint8Array.from(pixels),
});
const side = fc.integer({ min: 1, max: 20 });

describe("resize", () => {
  it("leaves a constant image constant, whatever the sizes", () => {
    fc.assert(
      fc.property(side, side, side, side, fc.nat(255), (h, w, toH, toW, value) => {
        const { shape, pixels } = resize(gray(h, w, new Array(h * w).fill(value)), toH, toW);
        expect(shape).toEqual([1, toH, toW]);
        expect([...pixels]).toEqual(new Array(toH * toW).fill(value));
      }),
    );
  });

  it("keeps the mean when it shrinks: nothing is skipped over", () => {
    const checkerboard = gray(
      16,
      16,
      new Array(256).fill(0).map((_, i) => ((i + (i >> 4)) % 2) * 200),
    );
    const { pixels } = resize(checkerboard, 4, 4);
    for (const byte of pixels) expect(Math.abs(byte - 100)).toBeLessThanOrEqual(8);
  });

  it("interpolates when it grows, as PyTorch and Pillow do", () => {
    expect([...resize(gray(1, 2, [0, 100]), 1, 4).pixels]).toEqual([0, 25, 75, 100]);
    // torch.nn.functional.interpolate(x, size=(1, 2), mode="bilinear", antialias=True)
    expect([...resize(gray(1, 5, [10, 200, 30, 90, 250]), 1, 2).pixels]).toEqual([96, 132]);
  });

  it("keeps the channels apart", () => {
    const image: Image = { shape: [2, 2, 2], pixels: Uint8Array.of(1, 1, 1, 1, 9, 9, 9, 9) };
    expect([...resize(image, 1, 3).pixels]).toEqual([1, 1, 1, 9, 9, 9]);
  });
});

describe("fitSquare", () => {
  it("costs no more than the square, however long the image", () => {
    const pixels = new Uint8Array(3 * 60_000).fill(7);
    const { shape, pixels: square } = fitSquare({ shape: [3, 1, 60_000], pixels }, 224);
    expect(shape).toEqual([3, 224, 224]);
    expect(square.every((value) => value === 7)).toBe(true);
  });

  it("resizes the shorter side and cuts the longer one equally", () => {
    const row = [1, 1, 2, 3, 4, 4];
    expect([...fitSquare(gray(2, 6, [...row, ...row]), 2).pixels]).toEqual([2, 3, 2, 3]);
    expect([...fitSquare(gray(3, 1, [1, 2, 3]), 1).pixels]).toEqual([2]);
  });

  it("gives size × size for every shape", () => {
    fc.assert(
      fc.property(side, side, side, (h, w, size) => {
        const { shape, pixels } = fitSquare(gray(h, w, new Uint8Array(h * w)), size);
        expect([...shape, pixels.length]).toEqual([1, size, size, size * size]);
      }),
    );
  });

  it.each([0, -3, 1.5, Number.NaN])("refuses the size %d", (size) => {
    expect(() => fitSquare(gray(1, 1, [0]), size)).toThrow(OptionError);
  });
});
