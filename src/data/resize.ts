import { kind } from "../core/kinds.ts";
import { checkArgument, checkInteger } from "../core/options.ts";
import { checkShape, sizeOf } from "../core/shape.ts";
import { type ImageShape, imageShape } from "./dataset.ts";

/** One image: planar bytes, c·h·w of them. */
export interface Image {
  readonly shape: ImageShape;
  readonly pixels: Uint8Array;
}

const imageKind = kind("an image, whose pixels fill its shape", (value): value is Image => {
  if (typeof value !== "object" || value === null || !("shape" in value && "pixels" in value)) return false;
  const { shape, pixels } = value;
  return imageShape.accepts(shape) && pixels instanceof Uint8Array && pixels.length === sizeOf(shape);
});

/** Bilinear resizing without aliasing: when it shrinks, the triangle filter widens by the ratio, so that every source
 *  pixel counts.
 *  Source: Pillow's Image.resize with BILINEAR; PyTorch's interpolate with antialias=True.
 *  @param image [c, fromH, fromW].
 *  @param h the new height in pixels.
 *  @param w the new width in pixels.
 *  @returns [c, h, w]; the image itself, if that is its size.
 *  @throws ShapeError unless both are whole numbers from 1 on.
 *
 *  @example
 *  ```ts
 *  import { resize } from "alexgrad/data";
 *
 *  const image = { shape: [1, 1, 4], pixels: Uint8Array.of(0, 0, 100, 100) } as const;
 *  console.log(resize(image, 1, 2)); // { shape: [ 1, 1, 2 ], pixels: Uint8Array(2) [ 14, 86 ] }
 *  ``` */
export function resize(image: Image, h: number, w: number): Image {
  checkArgument("resize", "image", image, imageKind);
  checkShape("resize", [image.shape[0], h, w]);
  const [c, fromH, fromW] = image.shape;
  if (fromH === h && fromW === w) return image;
  const planes = resizePixels(image.pixels, image.shape, h, w);
  return { shape: [c, h, w], pixels: new Uint8Array(Uint8ClampedArray.from(planes).buffer) };
}

/** The same for numbers of any range. */
export function resizePixels(
  pixels: ArrayLike<number>,
  [c, fromH, fromW]: ImageShape,
  h: number,
  w: number,
): Float32Array {
  const rows = filterAxis(pixels, { outer: c * fromH, length: fromW, inner: 1 }, w);
  return filterAxis(rows, { outer: c, length: fromH, inner: w }, h);
}

/** A size × size image: the longer side is cut equally on both ends, and the square resized.
 *  @param image [c, h, w].
 *  @param size the side in pixels.
 *  @returns [c, size, size].
 *  @throws OptionError unless size is a whole number from 1 on.
 *
 *  @example
 *  ```ts
 *  import { fitSquare } from "alexgrad/data";
 *
 *  const image = { shape: [1, 1, 3], pixels: Uint8Array.of(10, 20, 30) } as const;
 *  console.log(fitSquare(image, 1)); // { shape: [ 1, 1, 1 ], pixels: Uint8Array(1) [ 20 ] }
 *  ``` */
export function fitSquare(image: Image, size: number): Image {
  checkInteger("fitSquare", "size", size, 1);
  checkArgument("fitSquare", "image", image, imageKind);
  const [c, h, w] = image.shape;
  if (h === w) return resize(image, size, size);
  const square = middleSquare(h, w);
  const shape: ImageShape = [c, square.h, square.w];
  const pixels = new Uint8Array(c * square.h * square.w);
  crop(pixels, shape, image.pixels, image.shape, square.top, square.left);
  return resize({ shape, pixels }, size, size);
}

/** The longer side is cut equally on both ends. */
export function middleSquare(h: number, w: number): { top: number; left: number; h: number; w: number } {
  const side = Math.min(h, w);
  return { top: (h - side) >> 1, left: (w - side) >> 1, h: side, w: side };
}

/** Copies the window of `source` whose first pixel is (top, left) to `out`; what lies outside of the source stays as it is. */
export function crop<Pixels extends Uint8Array | Float32Array>(
  out: Pixels,
  [c, h, w]: ImageShape,
  source: Pixels,
  [, sourceH, sourceW]: ImageShape,
  top: number,
  left: number,
): void {
  const from = Math.max(0, left);
  const to = Math.min(sourceW, left + w);
  if (from >= to) return;
  for (let channel = 0; channel < c; channel++) {
    for (let y = Math.max(0, -top); y < Math.min(h, sourceH - top); y++) {
      const row = (channel * sourceH + top + y) * sourceW;
      out.set(source.subarray(row + from, row + to), (channel * h + y) * w + from - left);
    }
  }
}

/** Resizes the middle axis of an outer × length × inner array to `to`. */
function filterAxis(
  input: ArrayLike<number>,
  { outer, length, inner }: { outer: number; length: number; inner: number },
  to: number,
): Float32Array {
  const output = new Float32Array(outer * to * inner);
  const scale = length / to;
  const support = Math.max(scale, 1);
  for (let i = 0; i < to; i++) {
    const center = (i + 0.5) * scale;
    const first = Math.max(0, Math.floor(center - support + 0.5));
    const last = Math.min(length, Math.floor(center + support + 0.5));
    const weights = Array.from({ length: last - first }, (_, j) => 1 - Math.abs(first + j + 0.5 - center) / support);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let o = 0; o < outer; o++) {
      for (let k = 0; k < inner; k++) {
        let sum = 0;
        for (let j = first; j < last; j++) sum += weights[j - first] * input[(o * length + j) * inner + k];
        output[(o * to + i) * inner + k] = sum / total;
      }
    }
  }
  return output;
}
