import type { ImageShape } from "../data/dataset.ts";
import {
  boolean,
  type Check,
  check,
  fields,
  listOf,
  oneOf,
  orNull,
  parseJson,
  recordOf,
  text,
  whole,
} from "../io/check.ts";
import { recipeCheck } from "./recipes/read.ts";
import type { Recipe } from "./recipes/recipe.ts";

/** All that it takes to build the network again and to feed it. */
export interface RunConfig {
  readonly version: string;
  readonly recipe: Recipe;
  /** The shape of one image as it is read, before the pipeline. */
  readonly stored: ImageShape;
  /** The shape of one image as the network gets it. */
  readonly input: ImageShape;
  readonly classes: readonly string[];
  readonly seed: number;
  readonly data: DataConfig;
  /** The file that the first weights are from. Default: they were drawn. */
  readonly weights?: { readonly path: string; readonly sha256: string };
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
  /** Whether images are turned as their cameras noted. Default: true. */
  readonly orient?: boolean;
  /** SHA-256 of the training images and labels: a run goes on with the same ones only. */
  readonly sha256: string;
}

/** A JPEG has no more. */
const mostPixelsPerSide = 65_535;
const mostNumbersPerImage = 2 ** 28;

const imageShape: Check = (value, where) => {
  const problem = listOf(whole(1, mostPixelsPerSide), 3)(value, where);
  if (problem !== null) return problem;
  const [c, h, w] = value as ImageShape;
  if (c * h * w <= mostNumbersPerImage) return null;
  return { where, expected: `at most ${mostNumbersPerImage} numbers`, got: `${c}×${h}×${w}` };
};

const path = text("a path without NUL", (path) => !path.includes("\0"));

const dataFields = {
  path,
  limit: orNull(whole(1)),
  holdOut: orNull(whole(1)),
  onError: oneOf(["skip", "fail"]),
} satisfies Record<Exclude<keyof DataConfig, "sha256" | "orient">, Check>;

/** Before it is known which images it names; a run that goes on knows it. */
export const dataCheck = fields(dataFields, { sha256: text(), orient: boolean });

export const configCheck = fields(
  {
    version: text(),
    recipe: recipeCheck,
    stored: imageShape,
    input: imageShape,
    classes: listOf(text()),
    seed: whole(0),
    data: fields({ ...dataFields, sha256: text() }, { orient: boolean }),
    machine: recordOf(text()),
  } satisfies Record<Exclude<keyof RunConfig, "weights">, Check>,
  { weights: fields({ path, sha256: text() }) },
);

/** @throws FormatError with the place of the first field that is wrong. */
export function readRunConfig(json: string, file: string): RunConfig {
  const config = parseJson(file, json);
  check(file, config, configCheck);
  return config as RunConfig;
}
