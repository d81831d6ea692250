import { kind, listOf, number, numbers } from "../../core/kinds.ts";
import { checkArgument, checkInteger, checkNumber, checkOptions } from "../../core/options.ts";
import { checkSize } from "../../core/shape.ts";
import type { ImageShape } from "../dataset.ts";
import { crop, resizePixels } from "../resize.ts";
import type { Transform } from "./transform.ts";

/** Stretches to size × size, bilinear and antialiased: see `resize`.
 *  @param size the side in pixels.
 *  @returns the transform, for a `Loader`.
 *  @throws OptionError unless size ≥ 1; ShapeError if an image of that size has too many pixels.
 *
 *  @example
 *  ```ts
 *  import { Rng } from "alexgrad";
 *  import { resizeTo } from "alexgrad/data";
 *
 *  const step = resizeTo(2)([1, 1, 4], 1);
 *  console.log(Array.from(step.apply(Float32Array.of(0, 0, 1, 1), new Rng(0)), (value) => value.toFixed(2)).join(" ")); // 0.14 0.86 0.14 0.86
 *  ``` */
export function resizeTo(size: number): Transform {
  checkInteger("resize", "size", size, 1);
  checkSize("resize", [size, size]);
  return (input) => {
    const shape: ImageShape = [input[0], size, size];
    return { shape, apply: (pixels) => resizePixels(pixels, input, size, size) };
  };
}

/** How large images are, and for how many epochs. */
export interface ProgressiveStage {
  readonly size: number;
  readonly epochs: number;
}

const stageKind = kind("{ size, epochs }", (value): value is ProgressiveStage => {
  return typeof value === "object" && value !== null && "size" in value && "epochs" in value;
});

/** Resizes to size × size for the first epochs, stage by stage, and leaves images as they are from then on: early epochs
 *  cost less.
 *  Source: Howard 2018, progressive resizing.
 *  @param stages in turn, from epoch 1 on.
 *  @returns the transform, for a `Loader`.
 *  @throws OptionError unless sizes and epochs ≥ 1; ShapeError if an image of a size has too many pixels.
 *
 *  @example
 *  ```ts
 *  import { progressiveResize } from "alexgrad/data";
 *
 *  const transform = progressiveResize([{ size: 16, epochs: 5 }]);
 *  console.log(transform([3, 32, 32], 5).shape, transform([3, 32, 32], 6).shape); // [ 3, 16, 16 ] [ 3, 32, 32 ]
 *  ``` */
export function progressiveResize(stages: readonly ProgressiveStage[]): Transform {
  checkArgument("progressiveResize", "stages", stages, listOf(stageKind));
  const resizers = stages.map(({ size }) => resizeTo(size));
  for (const { epochs } of stages) checkInteger("progressiveResize", "epochs", epochs, 1);
  return (input, epoch) => {
    let end = 0;
    const stage = stages.findIndex(({ epochs }) => {
      end += epochs;
      return epoch <= end;
    });
    return resizers[stage]?.(input, epoch) ?? { shape: input, apply: (pixels) => pixels };
  };
}

/** The window that `randomResizedCrop` cuts out, and what becomes of it. */
export interface ResizedCropOptions {
  /** The side of the result in pixels. */
  readonly size: number;
  /** Share of the image's area, drawn uniformly. Default: [0.08, 1]. */
  readonly scale?: readonly [number, number];
  /** Width over height, drawn uniformly in its logarithm. Default: [3/4, 4/3]. */
  readonly ratio?: readonly [number, number];
}

const range = kind("[low, high]", (value): value is readonly [number, number] => {
  return numbers.accepts(value) && value.length === 2;
});

/** Cuts out a window of random area, shape and place, and resizes it to size × size: ten tries, then the middle.
 *  Source: torchvision's RandomResizedCrop.
 *  @returns the transform, for a `Loader`.
 *  @throws OptionError if a range is empty or not above 0; ShapeError if an image of that size has too many pixels.
 *
 *  @example
 *  ```ts
 *  import { Rng } from "alexgrad";
 *  import { randomResizedCrop } from "alexgrad/data";
 *
 *  const step = randomResizedCrop({ size: 1 })([1, 2, 2], 1);
 *  console.log(step.apply(Float32Array.of(1, 2, 3, 4), new Rng(0))); // Float32Array(1) [ 2 ]
 *  ``` */
export function randomResizedCrop(options: ResizedCropOptions): Transform {
  checkOptions("randomResizedCrop", options, { size: number, scale: range, ratio: range });
  const { size, scale = [0.08, 1], ratio = [3 / 4, 4 / 3] } = options;
  checkInteger("randomResizedCrop", "size", size, 1);
  checkSize("randomResizedCrop", [size, size]);
  checkNumber("randomResizedCrop", "scale[0]", scale[0], Number.MIN_VALUE, 1);
  checkNumber("randomResizedCrop", "scale[1]", scale[1], scale[0], 1);
  checkNumber("randomResizedCrop", "ratio[0]", ratio[0], Number.MIN_VALUE);
  checkNumber("randomResizedCrop", "ratio[1]", ratio[1], ratio[0]);
  return (input) => {
    const [c, h, w] = input;
    return {
      shape: [c, size, size],
      apply(pixels, rng) {
        const side = Math.min(h, w);
        let [height, width, top, left] = [side, side, (h - side) >> 1, (w - side) >> 1];
        for (let attempt = 0; attempt < 10; attempt++) {
          const area = h * w * rng.uniform(...scale);
          const aspect = Math.exp(rng.uniform(Math.log(ratio[0]), Math.log(ratio[1])));
          const tryW = Math.round(Math.sqrt(area * aspect));
          const tryH = Math.round(Math.sqrt(area / aspect));
          if (tryW < 1 || tryH < 1 || tryW > w || tryH > h) continue;
          [height, width, top, left] = [tryH, tryW, rng.int(h - tryH + 1), rng.int(w - tryW + 1)];
          break;
        }
        const window = new Float32Array(c * height * width);
        crop(window, [c, height, width], pixels, input, top, left);
        return resizePixels(window, [c, height, width], size, size);
      },
    };
  };
}
