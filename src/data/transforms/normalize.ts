import { ShapeError } from "../../core/errors.ts";
import { instanceOf, numbers } from "../../core/kinds.ts";
import { checkArgument, checkNumber, checkOptions } from "../../core/options.ts";
import { type ChannelStatistics, statisticsKinds } from "../statistics.ts";
import type { Transform } from "./transform.ts";

/** (x − mean) / std, per channel. Leave `std` out to subtract the mean only. */
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

/** x − mean, pixel by pixel, as AlexNet does it.
 *  @param mean c·h·w numbers, see `meanImage`. */
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

/** factor · x: 255 gives back the range of bytes. */
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
