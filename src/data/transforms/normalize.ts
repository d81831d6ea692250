import { ShapeError } from "../../core/errors.ts";
import { instanceOf, numbers } from "../../core/kinds.ts";
import { checkArgument, checkNumber, checkOptions } from "../../core/options.ts";
import { type ChannelStatistics, statisticsKinds } from "../statistics.ts";
import type { Transform } from "./transform.ts";

/** (x − mean) / std, per channel.
 *  @param statistics one number per channel, such as `channelStatistics` finds. Without `std`, the mean alone is subtracted.
 *  @returns the transform, for a `Loader`.
 *  @throws OptionError for other fields; the transform throws ShapeError if the image has other channels.
 *
 *  @example
 *  ```ts
 *  import { Rng } from "alexgrad";
 *  import { normalize } from "alexgrad/data";
 *
 *  const step = normalize({ mean: [2], std: [0.5] })([1, 1, 3], 1);
 *  console.log(step.apply(Float32Array.of(1, 2, 3), new Rng(0))); // Float32Array(3) [ -2, 0, 2 ]
 *  ``` */
export function normalize(statistics: Pick<ChannelStatistics, "mean"> & Partial<ChannelStatistics>): Transform {
  checkOptions("normalize", statistics, statisticsKinds);
  const { mean, std } = statistics;
  checkArgument("normalize", "mean", mean, numbers);
  return (shape) => {
    const [c, h, w] = shape;
    if (mean.length !== c || (std && std.length !== c)) {
      throw new ShapeError(`normalize: expected ${c} means and stds; got ${mean.length} and ${std?.length ?? "none"}`);
    }
    return {
      shape,
      apply(pixels) {
        for (let i = 0, channel = 0; channel < c; channel++) {
          const center = mean[channel];
          const scale = std?.[channel] ?? 1;
          for (const end = i + h * w; i < end; i++) pixels[i] = (pixels[i] - center) / scale;
        }
        return pixels;
      },
    };
  };
}

/** x − mean, pixel by pixel.
 *  Source: Krizhevsky et al. 2012, section 2.
 *  @param mean c·h·w numbers, see `meanImage`.
 *  @returns the transform, for a `Loader`.
 *  @throws ShapeError, from the transform, if the image has another size.
 *
 *  @example
 *  ```ts
 *  import { Rng } from "alexgrad";
 *  import { subtractImage } from "alexgrad/data";
 *
 *  const step = subtractImage(Float32Array.of(1, 1, 2))([1, 1, 3], 1);
 *  console.log(step.apply(Float32Array.of(1, 2, 3), new Rng(0))); // Float32Array(3) [ 0, 1, 1 ]
 *  ``` */
export function subtractImage(mean: Float32Array): Transform {
  checkArgument("subtractImage", "mean", mean, instanceOf("a Float32Array", Float32Array));
  return (shape) => {
    const [c, h, w] = shape;
    if (mean.length !== c * h * w) {
      throw new ShapeError(`subtractImage: expected a mean image of ${c}×${h}×${w} numbers; got ${mean.length}`);
    }
    return {
      shape,
      apply(pixels) {
        for (let i = 0; i < pixels.length; i++) pixels[i] -= mean[i];
        return pixels;
      },
    };
  };
}

/** factor · x: 255 gives back the range of bytes.
 *  @param factor a finite number.
 *  @returns the transform, for a `Loader`.
 *  @throws OptionError for any other.
 *
 *  @example
 *  ```ts
 *  import { Rng } from "alexgrad";
 *  import { scale } from "alexgrad/data";
 *
 *  const step = scale(255)([1, 1, 3], 1);
 *  console.log(step.apply(Float32Array.of(0, 0.2, 1), new Rng(0))); // Float32Array(3) [ 0, 51, 255 ]
 *  ``` */
export function scale(factor: number): Transform {
  checkNumber("scale", "factor", factor);
  return (shape) => ({
    shape,
    apply(pixels) {
      for (let i = 0; i < pixels.length; i++) pixels[i] *= factor;
      return pixels;
    },
  });
}
