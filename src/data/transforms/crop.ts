import { describe } from "../../core/describe.ts";
import { OptionError, ShapeError } from "../../core/errors.ts";
import { number } from "../../core/kinds.ts";
import { checkChoice, checkOptions } from "../../core/options.ts";
import type { Rng } from "../../core/rng.ts";
import type { ImageShape } from "../dataset.ts";
import { crop as copyWindow } from "../resize.ts";
import type { Transform } from "./transform.ts";

/** Cuts a window out of a random place, after zeros were added on every side: put it after the mean is subtracted, and the
 *  border is the mean.
 *  @param options.size side of the window in pixels. Default: as large as the image.
 *  @param options.padding zeros on every side, in pixels. Default: 0.
 *  @returns the transform, for a `Loader`.
 *  @throws OptionError for an unknown option; the transform throws ShapeError if the window is larger than the image.
 *
 *  @example
 *  ```ts
 *  import { Rng } from "alexgrad";
 *  import { randomCrop } from "alexgrad/data";
 *
 *  const step = randomCrop({ padding: 1 })([1, 2, 2], 1);
 *  console.log(step.apply(Float32Array.of(1, 2, 3, 4), new Rng(0))); // Float32Array(4) [ 2, 0, 4, 0 ]
 *  ``` */
export function randomCrop(options: { size?: number; padding?: number }): Transform {
  checkOptions("randomCrop", options, { size: number, padding: number });
  const { size, padding = 0 } = options;
  return cropTransform("randomCrop", size, padding, (room, rng) => rng.int(room + 1));
}

/** Cuts out the middle size × size pixels.
 *  Source: torchvision's center_crop.
 *  @param size side of the window in pixels.
 *  @returns the transform, for a `Loader`.
 *  @throws OptionError if the size is not one or two whole numbers ≥ 1; ShapeError, from the transform, if the
 *  window is larger than the image.
 *
 *  @example
 *  ```ts
 *  import { Rng } from "alexgrad";
 *  import { centerCrop } from "alexgrad/data";
 *
 *  const step = centerCrop(1)([1, 3, 3], 1);
 *  console.log(step.apply(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), new Rng(0))); // Float32Array(1) [ 5 ]
 *  ``` */
export function centerCrop(size: number): Transform {
  return cropTransform("centerCrop", size, 0, middle);
}

/** Half of the room; of two pixels as near, the even one. */
function middle(room: number): number {
  const half = room >> 1;
  return half + (room & half & 1);
}

export const cropPlaces = ["top-left", "top-right", "bottom-left", "bottom-right", "center"] as const;

/** A corner, such as "top-left", or "center". */
export type CropPlace = (typeof cropPlaces)[number];

/** Cuts size × size pixels out of a corner or the middle.
 *  @param size side of the window in pixels.
 *  @param place "top-left", "top-right", "bottom-left", "bottom-right" or "center".
 *  @returns the transform, for a `Loader`.
 *  @throws OptionError for another place; the transform throws ShapeError if the window is larger than the image.
 *
 *  @example
 *  ```ts
 *  import { Rng } from "alexgrad";
 *  import { crop } from "alexgrad/data";
 *
 *  const step = crop(1, "top-right")([1, 3, 3], 1);
 *  console.log(step.apply(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), new Rng(0))); // Float32Array(1) [ 3 ]
 *  ``` */
export function crop(size: number, place: CropPlace): Transform {
  checkChoice("crop", "place", place, cropPlaces);
  const at = (room: number, end: string) => (place === "center" ? middle(room) : place.includes(end) ? room : 0);
  return cropTransform("crop", size, 0, (room, _, axis) => at(room, axis === "y" ? "bottom" : "right"));
}

function cropTransform(
  name: string,
  size: number | undefined,
  padding: number,
  place: (room: number, rng: Rng, axis: "y" | "x") => number,
): Transform {
  return (input) => {
    const [c, h, w] = input;
    const shape: ImageShape = [c, size ?? h, size ?? w];
    if (![size ?? h, padding].every(Number.isFinite)) {
      throw new OptionError(`${name}: expected numbers; got size ${describe(size)}, padding ${describe(padding)}`);
    }
    const roomY = h + 2 * padding - shape[1];
    const roomX = w + 2 * padding - shape[2];
    if (![shape[1], padding, roomY, roomX].every((value) => Number.isInteger(value) && value >= 0) || size === 0) {
      throw new ShapeError(
        `${name}: expected a size from 1 to the image's ${h}×${w} with its padding; got size ${describe(size)}, padding ${describe(padding)}`,
      );
    }
    return {
      shape,
      apply(pixels, rng) {
        const out = new Float32Array(shape[0] * shape[1] * shape[2]);
        const top = place(roomY, rng, "y") - padding;
        const left = place(roomX, rng, "x") - padding;
        copyWindow(out, shape, pixels, input, top, left);
        return out;
      },
    };
  };
}
