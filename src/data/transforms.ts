import { ShapeError } from "../core/errors.ts";
import type { Rng } from "../core/rng.ts";
import type { ImageShape } from "./dataset.ts";
import { crop } from "./resize.ts";
import type { ChannelStatistics } from "./statistics.ts";

/** A transform bound to the shape of the images it will get. */
export interface TransformStep {
  /** What the images look like afterwards. */
  readonly shape: ImageShape;
  /** May change `pixels` (planar) and hand them back. Every random choice is drawn from `rng`. */
  apply(pixels: Float32Array, rng: Rng): Float32Array;
}

/** One step on the way from pixels in [0, 1] to the network's input.
 *  @throws ShapeError if it cannot take images of that shape. */
export type Transform = (input: ImageShape) => TransformStep;

/** (x − mean) / std, per channel. Leave `std` out to subtract the mean only. */
export function normalize({ mean, std }: Pick<ChannelStatistics, "mean"> & Partial<ChannelStatistics>): Transform {
  return (shape) => {
    const [c, h, w] = shape;
    if (mean.length !== c || (std && std.length !== c)) {
      throw new ShapeError(`normalize: expected ${c} means and stds; got ${mean.length} and ${std?.length ?? "none"}`);
    }
    return {
      shape,
      apply(pixels) {
        for (let i = 0, channel = 0; channel < c; channel++) {
          const center = mean[channel]!;
          const scale = std?.[channel] ?? 1;
          for (const end = i + h * w; i < end; i++) pixels[i] = (pixels[i]! - center) / scale;
        }
        return pixels;
      },
    };
  };
}

/** x − mean, pixel by pixel, as AlexNet does it.
 *  @param mean c·h·w numbers, see `meanImage`. */
export function subtractImage(mean: Float32Array): Transform {
  return (shape) => {
    const [c, h, w] = shape;
    if (mean.length !== c * h * w) {
      throw new ShapeError(`subtractImage: expected a mean image of ${c}×${h}×${w} numbers; got ${mean.length}`);
    }
    return { shape, apply: (pixels) => pixels.map((value, i) => value - mean[i]!) };
  };
}

/** Mirrors half of the images left to right. */
export function randomFlip(): Transform {
  return (shape) => ({
    shape,
    apply(pixels, rng) {
      if (rng.int(2) === 0) return pixels;
      const w = shape[2];
      for (let row = 0; row < pixels.length; row += w) pixels.subarray(row, row + w).reverse();
      return pixels;
    },
  });
}

/** Cuts a window out of a random place, after `padding` zeros (default 0) were added on every side: put it after the mean
 *  is subtracted, and the border is the mean.
 *  @param options.size side of the window in pixels; default: as large as the image. */
export function randomCrop({ size, padding = 0 }: { size?: number; padding?: number }): Transform {
  return cropTransform("randomCrop", size, padding, (room, rng) => rng.int(room + 1));
}

/** Cuts out the middle size × size pixels. */
export function centerCrop(size: number): Transform {
  return cropTransform("centerCrop", size, 0, (room) => room >> 1);
}

function cropTransform(
  name: string,
  size: number | undefined,
  padding: number,
  place: (room: number, rng: Rng) => number,
): Transform {
  return (input) => {
    const [c, h, w] = input;
    const shape: ImageShape = [c, size ?? h, size ?? w];
    const roomY = h + 2 * padding - shape[1];
    const roomX = w + 2 * padding - shape[2];
    if (![shape[1], padding, roomY, roomX].every((value) => Number.isInteger(value) && value >= 0) || size === 0) {
      throw new ShapeError(
        `${name}: expected a size from 1 to the image's ${h}×${w} with its padding; got size ${size}, padding ${padding}`,
      );
    }
    return {
      shape,
      apply(pixels, rng) {
        const out = new Float32Array(shape[0] * shape[1] * shape[2]);
        const top = place(roomY, rng) - padding;
        const left = place(roomX, rng) - padding;
        crop(out, shape, pixels, input, top, left);
        return out;
      },
    };
  };
}
