import { lastBatches } from "../../data/loader.ts";
import { viewNames } from "../../data/pipelines.ts";
import { cropPlaces } from "../../data/transforms/crop.ts";
import type { TransformSpec } from "../../data/transforms/spec.ts";
import {
  above,
  boolean,
  type Check,
  type Checks,
  check,
  fields,
  listOf,
  number,
  oneOf,
  oneOfKind,
  orNull,
  rangeOf,
  recordOf,
  text,
  whole,
} from "../../io/check.ts";
import { modelNames } from "../../models/index.ts";
import { weightInits } from "../../models/variants.ts";
import type { LocalResponseNormOptions } from "../../ops/localResponseNorm.ts";
import type { Recipe } from "./recipe.ts";

/** The largest side of an image that is cut or resized. */
const mostPixelsPerSide = 8192;

const share = number(0, 1);
/** A moving average's. */
const decay = number(0, 1 - 1e-7);
const amount = number(0);
const pixels = whole(1, mostPixelsPerSide);

/** "progressiveResize" belongs to its own field of a pipeline, which checks the network too. */
const transform = oneOfKind("kind", {
  normalize: [{}, { mean: listOf(number()), std: listOf(above(0)) }],
  subtractMean: [{}],
  subtractMeanImage: [{}],
  scale: [{ factor: number() }],
  resize: [{ size: pixels }],
  centerCrop: [{ size: pixels }],
  crop: [{ size: pixels, place: oneOf(cropPlaces) }],
  randomCrop: [{}, { size: pixels, padding: whole(0, mostPixelsPerSide) }],
  randomResizedCrop: [{ size: pixels }, { scale: rangeOf(above(0, 1)), ratio: rangeOf(above(0)) }],
  flip: [{}],
  randomFlip: [{}],
  randomRotation: [{ degrees: amount }],
  randomScale: [{ scale: rangeOf(above(0)) }],
  colorJitter: [{}, { brightness: share, contrast: share }],
  pcaColor: [{}, { std: amount, variant: oneOf(["paper", "code"]) }],
} satisfies Record<Exclude<TransformSpec["kind"], "progressiveResize">, readonly [Checks, Checks?]>);

const shifting = {
  crop: whole(0, mostPixelsPerSide),
  flip: boolean,
  progressive: listOf(fields({ size: pixels, epochs: whole(1) })),
};

const checks: Readonly<Record<keyof Recipe, Check>> = {
  // It becomes part of a folder's name.
  name: text("a name of 1 to 100 characters without / and \\", (name) => /^[^/\\\p{Cc}]{1,100}$/u.test(name)),
  description: text(),
  model: oneOf(modelNames),
  width: above(0),
  norm: oneOf(["table", "local", "batch", "none"]),
  lrn: orNull(
    fields({}, {
      size: whole(1),
      alpha: amount,
      beta: number(),
      k: amount,
      divideAlpha: boolean,
      channels: oneOf(["across", "within"]),
    } satisfies Record<keyof LocalResponseNormOptions, Check>),
  ),
  activation: oneOf(["table", "relu", "tanh", "sigmoid"]),
  pooling: oneOf(["table", "overlapping", "disjoint"]),
  without: listOf(text()),
  freeze: listOf(text()),
  dropout: orNull(decay),
  init: orNull(
    fields(
      { weight: oneOf(weightInits) },
      {
        std: amount,
        k: amount,
        bias: number(),
        layers: recordOf(fields({}, { std: amount, bias: number() })),
      },
    ),
  ),
  size: orNull(pixels),
  pipeline: oneOfKind("name", {
    plain: [{}, shifting],
    article: [{}],
    paper: [{}],
    raw: [{}, shifting],
    custom: [{ train: listOf(transform), eval: listOf(transform) }],
  }),
  views: oneOf(viewNames),
  batch: whole(1),
  lastBatch: orNull(oneOf(lastBatches)),
  accumulate: whole(1),
  epochs: whole(1),
  optimizer: oneOfKind("name", {
    sgd: [{}, { momentum: share, nesterov: boolean, rule: oneOf(["torch", "paper"]) }],
    adagrad: [{}, { eps: amount, initialAccumulator: amount }],
    adam: [{}, { betas: listOf(decay, 2) }],
    adamw: [{}, { betas: listOf(decay, 2) }],
    muon: [{}, { momentum: share }],
  }),
  lr: amount,
  weightDecay: amount,
  bias: fields({ lrScale: amount, weightDecay: orNull(amount) }),
  layerDecay: recordOf(amount),
  schedule: oneOfKind("name", {
    constant: [{}],
    step: [{}, { milestones: listOf(whole(1)), gamma: amount }],
    cosine: [{}],
    "one-cycle": [{}, { pctStart: share, divFactor: number(1) }],
    plateau: [{}, { patience: whole(0), factor: share }],
  }),
  labelSmoothing: share,
  clipNorm: orNull(amount),
  averaging: orNull(share),
  patience: orNull(whole(1)),
};

const { freeze, ...needed } = checks;
/** Runs from before it could be frozen do not say that nothing was. */
const allFields = fields(needed, { freeze });

/** A whole recipe, whose rates stay in range as they change. */
export const recipeCheck: Check = (value, where) => {
  const problem = allFields(value, where);
  if (problem !== null) return problem;
  const { lr, schedule } = value as Recipe;
  if (schedule.name !== "step") return null;
  const { milestones = [1, 2], gamma = 0.1 } = schedule;
  const last = lr * gamma ** milestones.length;
  return amount(last, `${where === "" ? "" : `${where}.`}schedule: lr × gamma^${milestones.length}`);
};

/** Fields of a recipe from a user's JSON.
 *  @param source the file, for errors.
 *  @throws FormatError that names the field which is unknown or wrong. */
export function readRecipeFields(json: unknown, source: string): Partial<Recipe> {
  check(source, json, fields({}, checks));
  return json as Partial<Recipe>;
}

/** A whole recipe. @throws FormatError as `readRecipeFields`, or if a field is missing. */
export function readRecipe(json: unknown, source: string): Recipe {
  check(source, json, recipeCheck);
  return json as Recipe;
}
