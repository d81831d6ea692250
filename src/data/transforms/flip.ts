import type { Transform } from "./transform.ts";

function mirror(pixels: Float32Array, width: number): Float32Array {
  for (let row = 0; row < pixels.length; row += width) pixels.subarray(row, row + width).reverse();
  return pixels;
}

/** Mirrors every image left to right.
 *  @returns the transform, for a `Loader`.
 *
 *  @example
 *  ```ts
 *  import { Rng } from "alexgrad";
 *  import { flip } from "alexgrad/data";
 *
 *  const step = flip()([1, 1, 3], 1);
 *  console.log(step.apply(Float32Array.of(1, 2, 3), new Rng(0))); // Float32Array(3) [ 3, 2, 1 ]
 *  ``` */
export function flip(): Transform {
  return (shape) => ({ shape, apply: (pixels) => mirror(pixels, shape[2]) });
}

/** Mirrors half of the images left to right.
 *  @returns the transform, for a `Loader`.
 *
 *  @example
 *  ```ts
 *  import { Rng } from "alexgrad";
 *  import { randomFlip } from "alexgrad/data";
 *
 *  const step = randomFlip()([1, 1, 3], 1);
 *  console.log(step.apply(Float32Array.of(1, 2, 3), new Rng(0))); // Float32Array(3) [ 3, 2, 1 ]
 *  ``` */
export function randomFlip(): Transform {
  return (shape) => ({ shape, apply: (pixels, rng) => (rng.int(2) === 0 ? pixels : mirror(pixels, shape[2])) });
}
