import type { Transform } from "./transform.ts";

function mirror(pixels: Float32Array, width: number): Float32Array {
  for (let row = 0; row < pixels.length; row += width) pixels.subarray(row, row + width).reverse();
  return pixels;
}

/** Mirrors every image left to right. */
export function flip(): Transform {
  return (shape) => ({ shape, apply: (pixels) => mirror(pixels, shape[2]) });
}

/** Mirrors half of the images left to right. */
export function randomFlip(): Transform {
  return (shape) => ({ shape, apply: (pixels, rng) => (rng.int(2) === 0 ? pixels : mirror(pixels, shape[2])) });
}
