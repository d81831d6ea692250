import type { ImageShape } from "../data/dataset.ts";
import type { Recipe } from "./recipes/recipe.ts";

/** All that it takes to build the network again and to feed it. */
export interface RunConfig {
  readonly version: string;
  readonly recipe: Recipe;
  /** Of one image as it is read, before the pipeline. */
  readonly stored: ImageShape;
  /** Of one image as the network gets it. */
  readonly input: ImageShape;
  readonly classes: readonly string[];
  readonly seed: number;
  readonly data: DataConfig;
  readonly machine: Readonly<Record<string, string>>;
}

/** Which images a run trains on. */
export interface DataConfig {
  /** As `loadDataset` takes it. */
  readonly path: string;
  readonly limit: number | null;
  /** The last n images of each class are kept for validation; null: the data's own test part, or a tenth by chance. */
  readonly holdOut: number | null;
  readonly onError: "skip" | "fail";
  /** SHA-256 of the training images and labels: a run goes on with the same ones only. */
  readonly sha256: string;
}
