import { numbers } from "../../core/kinds.ts";
import { checkArgument, checkNumber } from "../../core/options.ts";
import type { ImageShape } from "../dataset.ts";
import type { Transform } from "./transform.ts";

/** Pulls each pixel of the result from where a 2×2 matrix (by rows) takes it, in (x, y) from the image's center; bilinear,
 *  0 outside. */
function warp(pixels: Float32Array, shape: ImageShape, matrix: readonly number[]): Float32Array {
  const [channels, h, w] = shape;
  const out = new Float32Array(pixels.length);
  const [centerY, centerX] = [(h - 1) / 2, (w - 1) / 2];
  const plane = h * w;
  const [xx, xy, yx, yy] = matrix;
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const sourceX = xx! * (x - centerX) + xy! * (y - centerY) + centerX;
      const sourceY = yx! * (x - centerX) + yy! * (y - centerY) + centerY;
      const left = Math.floor(sourceX);
      const top = Math.floor(sourceY);
      for (let atY = Math.max(0, top); atY <= top + 1 && atY < h; atY++) {
        const weightY = 1 - Math.abs(sourceY - atY);
        for (let atX = Math.max(0, left); atX <= left + 1 && atX < w; atX++) {
          const weight = weightY * (1 - Math.abs(sourceX - atX));
          for (let channel = 0; channel < channels; channel++) {
            out[channel * plane + y * w + x] += weight * pixels[channel * plane + atY * w + atX];
          }
        }
      }
    }
  }
  return out;
}

/** Turns by an angle drawn from ±degrees about the center; bilinear, 0 outside. Positive is counter-clockwise.
 *  @param degrees the largest angle.
 *  @returns the transform, for a `Loader`.
 *  @throws OptionError unless degrees ≥ 0.
 *
 *  @example
 *  ```ts
 *  import { builtin, Loader, randomRotation } from "alexgrad/data";
 *
 *  const loader = new Loader(builtin({ count: 20 }), { batchSize: 20, transforms: [randomRotation(10)] });
 *  console.log(loader.shape); // [ 3, 32, 32 ]
 *  ``` */
export function randomRotation(degrees: number): Transform {
  checkNumber("randomRotation", "degrees", degrees, 0);
  return (shape) => ({
    shape,
    apply(pixels, rng) {
      const angle = (rng.uniform(-degrees, degrees) * Math.PI) / 180;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      return warp(pixels, shape, [cos, -sin, sin, cos]);
    },
  });
}

/** Zooms about the center by a factor drawn from [low, high); the size stays. Bilinear, 0 outside.
 *  @param scale [low, high]: above 1 shows less of the image.
 *  @returns the transform, for a `Loader`.
 *  @throws OptionError unless 0 < low ≤ high.
 *
 *  @example
 *  ```ts
 *  import { builtin, Loader, randomScale } from "alexgrad/data";
 *
 *  const loader = new Loader(builtin({ count: 20 }), { batchSize: 20, transforms: [randomScale([0.9, 1.1])] });
 *  console.log(loader.shape); // [ 3, 32, 32 ]
 *  ``` */
export function randomScale(scale: readonly [number, number]): Transform {
  checkArgument("randomScale", "scale", scale, numbers);
  const [low, high] = scale;
  checkNumber("randomScale", "low", low, Number.MIN_VALUE);
  checkNumber("randomScale", "high", high, low);
  return (shape) => ({
    shape,
    apply(pixels, rng) {
      const factor = 1 / rng.uniform(low, high);
      return warp(pixels, shape, [factor, 0, 0, factor]);
    },
  });
}
