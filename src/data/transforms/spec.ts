import { describe } from "../../core/describe.ts";
import { OptionError } from "../../core/errors.ts";
import { choice, listOf, number, numbers, record, text } from "../../core/kinds.ts";
import { checkArgument, checkChoice, checkInteger, checkOptions, type Kinds } from "../../core/options.ts";
import { checkStatistics, type Statistics } from "../statistics.ts";
import { colorJitter, type PcaColorOptions, pcaColor } from "./color.ts";
import { type CropPlace, centerCrop, crop, cropPlaces, randomCrop } from "./crop.ts";
import { flip, randomFlip } from "./flip.ts";
import { normalize, scale, subtractImage } from "./normalize.ts";
import {
  type ProgressiveStage,
  progressiveResize,
  type ResizedCropOptions,
  randomResizedCrop,
  resizeTo,
} from "./resize.ts";
import type { Transform } from "./transform.ts";
import { randomRotation, randomScale } from "./warp.ts";

/** A transform as data, for recipes and worker threads; its numbers that belong to a data set come from `Statistics`. */
export type TransformSpec =
  /** Mean and deviation, where they are not the data set's own: those that given weights were trained with. */
  | { readonly kind: "normalize"; readonly mean?: readonly number[]; readonly std?: readonly number[] }
  | { readonly kind: "subtractMean" | "subtractMeanImage" | "flip" | "randomFlip" }
  | { readonly kind: "scale"; readonly factor: number }
  | { readonly kind: "resize" | "centerCrop"; readonly size: number }
  | { readonly kind: "crop"; readonly size: number; readonly place: CropPlace }
  | { readonly kind: "randomCrop"; readonly size?: number; readonly padding?: number }
  | { readonly kind: "progressiveResize"; readonly stages: readonly ProgressiveStage[] }
  | ({ readonly kind: "randomResizedCrop" } & ResizedCropOptions)
  | { readonly kind: "randomRotation"; readonly degrees: number }
  | { readonly kind: "randomScale"; readonly scale: readonly [number, number] }
  | { readonly kind: "colorJitter"; readonly brightness?: number; readonly contrast?: number }
  | ({ readonly kind: "pcaColor" } & PcaColorOptions);

const plain = { kind: text };
const sized = { ...plain, size: number };

/** The options of transforms whose functions take no options object. */
const ownKinds: Partial<Record<TransformSpec["kind"], Kinds<object>>> = {
  normalize: { ...plain, mean: numbers, std: numbers },
  ...{ subtractMean: plain, subtractMeanImage: plain, flip: plain, randomFlip: plain },
  ...{ resize: sized, centerCrop: sized, crop: { ...sized, place: choice(...cropPlaces) } },
  scale: { ...plain, factor: number },
  progressiveResize: { ...plain, stages: listOf(record) },
  randomRotation: { ...plain, degrees: number },
  randomScale: { ...plain, scale: numbers },
};

/** The transform that a description names.
 *  @param spec `kind` is the name of a function of this module ("resize" is `resizeTo`); the other fields are what it takes.
 *  @param statistics the training images': see `computeStatistics`.
 *  @returns the transform, for a `Loader`.
 *  @throws OptionError if a transform is unknown, an option out of range, or the statistics lack what one needs; ShapeError
 *  if an image of that size has too many pixels.
 *
 *  @example
 *  ```ts
 *  import { makeTransform } from "alexgrad/data";
 *
 *  const transform = makeTransform({ kind: "centerCrop", size: 28 }, { mean: [0.5], std: [0.25] });
 *  console.log(transform([1, 32, 32], 1).shape); // [ 1, 28, 28 ]
 *  ``` */
export function makeTransform(spec: TransformSpec, statistics: Statistics): Transform {
  checkArgument("makeTransform", "the transform", spec, record);
  checkStatistics("makeTransform", "statistics", statistics);
  const own = Object.hasOwn(ownKinds, spec.kind) ? ownKinds[spec.kind] : undefined;
  if (own !== undefined) checkOptions<object>("makeTransform", spec, own);
  switch (spec.kind) {
    case "normalize":
      return normalize({ ...statistics, ...withoutKind(spec) });
    case "subtractMean":
      return normalize({ mean: statistics.mean });
    case "subtractMeanImage":
      return subtractImage(needed(statistics.meanImage, "a mean image"));
    case "scale":
      return scale(spec.factor);
    case "resize":
      return resizeTo(spec.size);
    case "centerCrop":
      checkInteger("centerCrop", "size", spec.size, 1);
      return centerCrop(spec.size);
    case "crop":
      checkChoice("crop", "place", spec.place, cropPlaces);
      return crop(spec.size, spec.place);
    case "randomCrop":
      return randomCrop(withoutKind(spec));
    case "progressiveResize":
      return progressiveResize(spec.stages);
    case "randomResizedCrop":
      return randomResizedCrop(withoutKind(spec));
    case "flip":
      return flip();
    case "randomFlip":
      return randomFlip();
    case "randomRotation":
      return randomRotation(spec.degrees);
    case "randomScale":
      return randomScale(spec.scale);
    case "colorJitter":
      return colorJitter(withoutKind(spec));
    case "pcaColor":
      return pcaColor(needed(statistics.pca, "principal components"), withoutKind(spec));
    default:
      throw new OptionError(
        `makeTransform: expected a transform's kind; got ${describe((spec satisfies never as { kind: unknown }).kind)}: no such kind`,
      );
  }
}

function withoutKind<S extends { readonly kind: string }>({ kind: _, ...options }: S): Omit<S, "kind"> {
  return options;
}

function needed<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new OptionError(`transforms: expected statistics with ${what}`);
  return value;
}
