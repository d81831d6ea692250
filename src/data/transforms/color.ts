import { ShapeError } from "../../core/errors.ts";
import { choice, kind, listOf, number, numbers } from "../../core/kinds.ts";
import { checkArgument, checkNumber, checkOptions } from "../../core/options.ts";
import type { Statistics } from "../statistics.ts";
import type { Transform } from "./transform.ts";

/** x ← b x, then x ← m + k (x − m) with m the image's mean over all pixels; b from [1 − brightness, 1 + brightness), k from
 *  [1 − contrast, 1 + contrast). Put it before a mean is subtracted. Values are not clamped.
 *  @param options.brightness 0 to 1. Default: 0, which leaves it as it is.
 *  @param options.contrast 0 to 1. Default: 0, which leaves it as it is.
 *  @returns the transform, for a `Loader`.
 *  @throws OptionError if one is out of range.
 *
 *  @example
 *  ```ts
 *  import { Rng } from "alexgrad";
 *  import { colorJitter } from "alexgrad/data";
 *
 *  const step = colorJitter({ contrast: 0.5 })([1, 1, 3], 1);
 *  console.log(Array.from(step.apply(Float32Array.of(0, 0.5, 1), new Rng(0)), (value) => value.toFixed(2)).join(" ")); // -0.12 0.50 1.12
 *  ``` */
export function colorJitter(options: { brightness?: number; contrast?: number }): Transform {
  checkOptions("colorJitter", options, { brightness: number, contrast: number });
  const { brightness = 0, contrast = 0 } = options;
  checkNumber("colorJitter", "brightness", brightness, 0, 1);
  checkNumber("colorJitter", "contrast", contrast, 0, 1);
  return (shape) => ({
    shape,
    apply(pixels, rng) {
      const b = rng.uniform(1 - brightness, 1 + brightness);
      const k = rng.uniform(1 - contrast, 1 + contrast);
      const mean = (b * pixels.reduce((sum, value) => sum + value, 0)) / pixels.length;
      for (let i = 0; i < pixels.length; i++) pixels[i] = mean + k * (b * pixels[i] - mean);
      return pixels;
    },
  });
}

/** How far `pcaColor` shifts, and by whose formula. */
export interface PcaColorOptions {
  /** The standard deviation of each α. Default: 0.1. */
  readonly std?: number;
  /** "paper": what the paper's section 4.1 says. "code": what its released code does. Default: "paper". */
  readonly variant?: "paper" | "code";
}

const components = kind("eigenvalues and eigenvectors", (value): value is NonNullable<Statistics["pca"]> => {
  if (typeof value !== "object" || value === null || !("values" in value && "vectors" in value)) return false;
  return (
    numbers.accepts(value.values) &&
    listOf(numbers).accepts(value.vectors) &&
    value.values.length === value.vectors.length
  );
});

/** Shifts the color of a whole image along the principal components p of the training set's pixels.
 *
 *      paper   x + Σ pᵢ αᵢ λᵢ               αᵢ ~ N(0, std), once per image       Krizhevsky et al. 2012, section 4.1
 *      code    (x + Σ pᵢ αᵢ √λᵢ) / (1 + std)                                     convdata_jpeg.py, "color_stdevs"
 *
 *  λ are eigenvalues of the covariance of pixels in [0, 1]; for 0 to 255 the paper's formula would shift beyond the range.
 *  @param pca the training set's: see `colorComponents`.
 *  @returns the transform, for a `Loader`.
 *  @throws OptionError if an option is out of range, ShapeError if the components are of other channels.
 *
 *  @example
 *  ```ts
 *  import { Rng } from "alexgrad";
 *  import { pcaColor } from "alexgrad/data";
 *
 *  const step = pcaColor({ values: [4], vectors: [[1]] })([1, 1, 3], 1);
 *  console.log(Array.from(step.apply(Float32Array.of(0, 0.5, 1), new Rng(0)), (value) => value.toFixed(2)).join(" ")); // -0.04 0.46 0.96
 *  ``` */
export function pcaColor(pca: NonNullable<Statistics["pca"]>, options: PcaColorOptions = {}): Transform {
  checkArgument("pcaColor", "pca", pca, components);
  checkOptions("pcaColor", options, { std: number, variant: choice("paper", "code") });
  const { std = 0.1, variant = "paper" } = options;
  checkNumber("pcaColor", "std", std, 0);
  const strengths = variant === "paper" ? pca.values : pca.values.map((value) => Math.sqrt(Math.max(0, value)));
  return (shape) => {
    const [c, h, w] = shape;
    if (pca.vectors.length !== c) {
      throw new ShapeError(`pcaColor: expected components of ${c} channels; got ${pca.vectors.length}`);
    }
    return {
      shape,
      apply(pixels, rng) {
        const shift = new Array<number>(c).fill(0);
        pca.vectors.forEach((vector, i) => {
          const amount = rng.normal(0, std) * strengths[i];
          vector.forEach((value, channel) => {
            shift[channel] += amount * value;
          });
        });
        const gain = variant === "paper" ? 1 : 1 / (1 + std);
        for (let i = 0; i < pixels.length; i++) pixels[i] = gain * (pixels[i] + shift[Math.floor(i / (h * w))]);
        return pixels;
      },
    };
  };
}
