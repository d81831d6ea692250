/** What is done to images before a network gets them, as texts of an ONNX file. */

import { FormatError } from "../core/errors.ts";
import type { ImageShape, Statistics, TransformSpec } from "../data/index.ts";
import { type Check, check, listOf, parseJson, text, whole } from "../io/check.ts";
import { recipePipeline } from "../train/pipeline.ts";
import { findRecipe } from "../train/recipes/index.ts";
import { recipeCheck } from "../train/recipes/read.ts";
import type { Recipe } from "../train/recipes/recipe.ts";

const mostCharacters = 2 ** 20;
const mostPixelsPerSide = 65_535;

/** @returns null where images need more than numbers, such as a mean image. */
export function encodePreprocessing(
  { pipeline }: Recipe,
  stored: ImageShape,
  { mean, std }: Statistics,
): Readonly<Record<string, string>> | null {
  const specs = recipePipeline(pipeline, stored).eval.map((spec): TransformSpec | null => {
    if (spec.kind === "normalize") return { mean, std, ...spec };
    if (spec.kind === "subtractMean") return { kind: "normalize", mean };
    return spec.kind === "subtractMeanImage" ? null : spec;
  });
  return specs.includes(null) ? null : { images: JSON.stringify(stored), preprocessing: JSON.stringify(specs) };
}

/** The recipe whose pipeline the file's texts say, and its images; null where they do not.
 *  @throws FormatError if they are damaged. */
export function readPreprocessing(
  file: string,
  metadata: Readonly<Record<string, string>>,
): { readonly recipe: Recipe; readonly stored: ImageShape } | null {
  const stored = readText(file, metadata, "images", listOf(whole(1, mostPixelsPerSide), 3));
  const specs = readText(
    file,
    metadata,
    "preprocessing",
    listOf(() => null),
  );
  if (stored === undefined || specs === undefined) return null;
  const pipeline = { name: "custom", train: [], eval: specs as readonly TransformSpec[] } as const;
  const recipe: Recipe = { ...findRecipe("default"), name: "onnx", pipeline };
  check(file, recipe, recipeCheck, "preprocessing");
  return { recipe, stored: stored as ImageShape };
}

/** The names of the classes; undefined where the file has none. */
export function readClasses(file: string, metadata: Readonly<Record<string, string>>, count: number) {
  return readText(file, metadata, "classes", listOf(text(), count)) as readonly string[] | undefined;
}

function readText(file: string, metadata: Readonly<Record<string, string>>, key: string, rule: Check): unknown {
  if (!Object.hasOwn(metadata, key)) return undefined;
  const json = metadata[key];
  if (json.length > mostCharacters)
    throw new FormatError(file, `expected at most ${mostCharacters} characters of ${key}`);
  const value = parseJson(file, json);
  check(file, value, rule, key);
  return value;
}
