import { OptionError } from "../core/errors.ts";
import { kind, listOf } from "../core/kinds.ts";
import { checkArgument, checkChoice, checkOptions, type Kinds } from "../core/options.ts";
import { type ImageShape, imageShape } from "./dataset.ts";
import { cropPlaces } from "./transforms/crop.ts";
import type { TransformSpec } from "./transforms/spec.ts";

/** What happens to images on their way to the network: in training, and when it is measured. */
export interface Pipeline {
  readonly train: readonly TransformSpec[];
  readonly eval: readonly TransformSpec[];
}

/** The cut that the paper makes of 256×256: 227 (Caffe's number, which fits its layers). In proportion for other sizes, as a
 *  multiple of 4: 28 of 32.
 *  @param stored [c, h, w] of the images as they are stored.
 *  @returns the side of the cut in pixels.
 *
 *  @example
 *  ```ts
 *  import { cropSize } from "alexgrad/data";
 *
 *  console.log(cropSize([3, 256, 256]), cropSize([3, 32, 32])); // 227 28
 *  ``` */
export function cropSize(stored: ImageShape): number {
  checkArgument("cropSize", "the images' shape", stored, imageShape);
  const [, h, w] = stored;
  const side = Math.min(h, w);
  return side === 256 ? 227 : Math.max(1, Math.round((side * 227) / 256 / 4) * 4);
}

/** The paper's pipeline: random cut, mirrored or not, colors shifted, the mean image subtracted; pixels stay in the range of
 *  bytes, which its small initial weights count on. Where it is measured, the middle.
 *  Source: Krizhevsky et al. 2012, section 4.1.
 *  @param stored [c, h, w] of the images as they are stored.
 *  @returns its transforms, for training and where it is measured.
 *
 *  @example
 *  ```ts
 *  import { paperPipeline } from "alexgrad/data";
 *
 *  const { train } = paperPipeline([3, 256, 256]);
 *  console.log(train.map(({ kind }) => kind).join(" ")); // subtractMeanImage randomCrop randomFlip pcaColor scale
 *  ``` */
export function paperPipeline(stored: ImageShape): Pipeline {
  const size = cropSize(stored);
  const mean = { kind: "subtractMeanImage" } as const;
  const bytes = { kind: "scale", factor: 255 } as const;
  return {
    train: [mean, { kind: "randomCrop", size }, { kind: "randomFlip" }, { kind: "pcaColor" }, bytes],
    eval: [mean, { kind: "centerCrop", size }, bytes],
  };
}

/** The article's pipeline: pixels in [0, 1] less the mean, cut, rotated, scaled, mirrored. The article gives no amounts: here
 *  they are 10 degrees and 10 %.
 *  @param stored [c, h, w] of the images as they are stored.
 *  @returns its transforms, for training and where it is measured.
 *
 *  @example
 *  ```ts
 *  import { articlePipeline } from "alexgrad/data";
 *
 *  const { train } = articlePipeline([3, 32, 32]);
 *  console.log(train.map(({ kind }) => kind).join(" ")); // subtractMeanImage randomRotation randomScale randomCrop randomFlip
 *  ``` */
export function articlePipeline(stored: ImageShape): Pipeline {
  const size = cropSize(stored);
  return {
    train: [
      { kind: "subtractMeanImage" },
      { kind: "randomRotation", degrees: 10 },
      { kind: "randomScale", scale: [0.9, 1.1] },
      { kind: "randomCrop", size },
      { kind: "randomFlip" },
    ],
    eval: [{ kind: "subtractMeanImage" }, { kind: "centerCrop", size }],
  };
}

const specList = listOf(
  kind("a transform with its kind", (value): value is TransformSpec => {
    return typeof value === "object" && value !== null && "kind" in value;
  }),
);
const pipelineKinds: Kinds<Pipeline> = { train: specList, eval: specList };

/** The views of an image that `evalViews` knows. */
export const viewNames = ["one", "mirrored", "ten-crop"] as const;

/** How many views of an image a network is asked about: see `evalViews`. */
export type ViewName = (typeof viewNames)[number];

/** Pipelines whose predictions are averaged: "one" is the pipeline's own; "mirrored" adds the mirror image; "ten-crop" is
 *  section 4.1's: four corners and the middle, each mirrored too, in place of the cut from the middle.
 *  @param pipeline whose `eval` is varied.
 *  @param views "one", "mirrored" or "ten-crop".
 *  @returns the transforms of each view.
 *  @throws OptionError if ten crops are asked of a pipeline that cuts nothing.
 *
 *  @example
 *  ```ts
 *  import { evalViews, paperPipeline } from "alexgrad/data";
 *
 *  console.log(evalViews(paperPipeline([3, 256, 256]), "ten-crop").length); // 10
 *  ``` */
export function evalViews(pipeline: Pipeline, views: ViewName): TransformSpec[][] {
  checkOptions("evalViews", pipeline, pipelineKinds);
  checkChoice("evalViews", "views", views, viewNames);
  const { eval: specs } = pipeline;
  checkArgument("evalViews", "the pipeline's eval", specs, specList);
  const mirrored = (one: readonly TransformSpec[]): TransformSpec[][] => [[...one], [...one, { kind: "flip" }]];
  switch (views) {
    case "one":
      return [[...specs]];
    case "mirrored":
      return mirrored(specs);
    case "ten-crop": {
      if (!specs.some(({ kind }) => kind === "centerCrop")) {
        throw new OptionError("ten-crop: expected a pipeline that cuts from the middle, as article and paper do");
      }
      return cropPlaces.flatMap((place) =>
        mirrored(specs.map((spec) => (spec.kind === "centerCrop" ? { kind: "crop", size: spec.size, place } : spec))),
      );
    }
  }
}
