import { articlePipeline, type ImageShape, type Pipeline, paperPipeline, type TransformSpec } from "../data/index.ts";
import type { PipelineChoice } from "./recipes/recipe.ts";

/** The transforms of a recipe, for images of this shape. */
export function recipePipeline(
  { name, crop = 0, flip = false, progressive = [], train = [], eval: measured = [] }: PipelineChoice,
  stored: ImageShape,
): Pipeline {
  switch (name) {
    case "article":
      return articlePipeline(stored);
    case "paper":
      return paperPipeline(stored);
    case "custom":
      return { train, eval: measured };
    case "raw":
    case "plain": {
      const both: TransformSpec[] =
        name === "plain" ? [{ kind: "normalize" }] : [{ kind: "subtractMeanImage" }, { kind: "scale", factor: 255 }];
      const shift: TransformSpec[] = crop > 0 ? [{ kind: "randomCrop", padding: crop }] : [];
      const mirror: TransformSpec[] = flip ? [{ kind: "randomFlip" }] : [];
      const smaller: TransformSpec[] =
        progressive.length > 0 ? [{ kind: "progressiveResize", stages: progressive }] : [];
      return { train: [...both, ...shift, ...mirror, ...smaller], eval: both };
    }
  }
}
