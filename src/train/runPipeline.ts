import { AlexgradError } from "../core/errors.ts";
import { formatShape, sameShape } from "../core/shape.ts";
import { evalViews, type ImageShape, makeTransform, type Statistics } from "../data/index.ts";
import { checkSize } from "../models/build.ts";
import { recipeTable } from "./build.ts";
import { frozenPaths } from "./freeze.ts";
import { recipePipeline } from "./pipeline.ts";
import type { RunConfig } from "./runConfig.ts";

/** @throws AlexgradError unless the stored images become the network's input. */
export function checkInput({ recipe, stored, input }: RunConfig, statistics: Statistics): void {
  const [view = []] = evalViews(recipePipeline(recipe.pipeline, stored), recipe.views);
  const shape = view.reduce<ImageShape>((shape, spec) => makeTransform(spec, statistics)(shape, 1).shape, stored);
  if (sameShape(shape, input)) return;
  throw new AlexgradError(`input: expected ${formatShape(shape)}, as the pipeline makes it; got ${formatShape(input)}`);
}

/** @throws OptionError if the network is too large or lacks what is frozen, ShapeError if its input is too small. */
export function checkNetwork({ recipe, input, classes }: RunConfig): void {
  const table = recipeTable(recipe, { input, classes: classes.length });
  checkSize(table);
  frozenPaths(recipe.freeze ?? [], table);
}

/** @throws AlexgradError unless the statistics have what the pipeline asks for. */
export function checkNeeds({ recipe, stored }: RunConfig, { meanImage, pca }: Statistics): void {
  const { train, eval: measured } = recipePipeline(recipe.pipeline, stored);
  const kinds = new Set([...train, ...measured].map(({ kind }) => kind));
  if (kinds.has("subtractMeanImage") && !meanImage) throw new AlexgradError("expected meanImage for this pipeline");
  if (kinds.has("pcaColor") && !pca) throw new AlexgradError("expected pca.values and pca.vectors for this pipeline");
}
