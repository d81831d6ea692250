import { normalize, randomCrop, randomFlip, subtractImage, type Transform } from "../data/index.ts";
import type { Statistics } from "../data/statistics.ts";
import type { PipelineChoice } from "./recipes/recipe.ts";

export interface Pipeline {
  readonly train: readonly Transform[];
  readonly eval: readonly Transform[];
}

export function makePipeline(choice: PipelineChoice, statistics: Statistics): Pipeline {
  if (choice.name === "raw") {
    const scale: Transform = (shape) => ({ shape, apply: (pixels) => pixels.map((value) => 255 * value) });
    const both = [subtractImage(statistics.meanImage!), scale];
    return { train: both, eval: both };
  }
  const both = [normalize(statistics)];
  const { crop = 0, flip = false } = choice;
  return {
    train: [...both, ...(crop > 0 ? [randomCrop({ padding: crop })] : []), ...(flip ? [randomFlip()] : [])],
    eval: both,
  };
}
