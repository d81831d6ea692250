import { FormatError } from "../../core/errors.ts";
import { viewNames } from "../../data/pipelines.ts";
import { cropPlaces } from "../../data/transforms/crop.ts";
import type { TransformSpec } from "../../data/transforms/spec.ts";
import { modelNames } from "../../models/index.ts";
import { weightInits } from "../../models/variants.ts";
import type { LocalResponseNormOptions } from "../../ops/localResponseNorm.ts";
import type { Recipe } from "./recipe.ts";

/** Says what is expected, unless a value is that. */
type Check = (value: unknown) => string | null;

const text: Check = (value) => (typeof value === "string" ? null : "text");
const boolean: Check = (value) => (typeof value === "boolean" ? null : "true or false");

function number(min: number, max = Number.POSITIVE_INFINITY): Check {
  const range = max === Number.POSITIVE_INFINITY ? `≥ ${min}` : `from ${min} to ${max}`;
  return (value) => (typeof value === "number" && value >= min && value <= max ? null : `a number ${range}`);
}

function whole(min: number): Check {
  return (value) => (Number.isSafeInteger(value) && Number(value) >= min ? null : `a whole number ≥ ${min}`);
}

function oneOf(choices: readonly string[]): Check {
  return (value) => (choices.includes(value as string) ? null : `one of ${choices.join(", ")}`);
}

function orNull(check: Check): Check {
  return (value) => {
    const expected = value === null ? null : check(value);
    return expected && `${expected}, or null`;
  };
}

function listOf(check: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return "a list";
    const expected = value.map(check).find((problem) => problem !== null);
    return expected ? `a list, each ${expected}` : null;
  };
}

function recordOf(check: Check): Check {
  return (value) => {
    if (!isRecord(value)) return "an object";
    const wrong = Object.entries(value).map(([key, item]) => [key, check(item)] as const);
    const first = wrong.find(([, expected]) => expected !== null);
    return first ? `in ${first[0]}: ${first[1]}` : null;
  };
}

/** An object with these fields at most; `required` ones must be there. */
function fields(checks: Checks, required: readonly string[] = []): Check {
  return (value) => {
    if (!isRecord(value)) return "an object";
    for (const name of required) if (!Object.hasOwn(value, name)) return `a field ${name}`;
    for (const [key, item] of Object.entries(value)) {
      const check = Object.hasOwn(checks, key) ? checks[key]! : undefined;
      if (check === undefined) return `no other fields than ${Object.keys(checks).join(", ")}`;
      const expected = check(item);
      if (expected !== null) return `${key}: ${expected}`;
    }
    return null;
  };
}

type Checks = Readonly<Record<string, Check>>;

/** An object that says in its field `key` what it is: then come the fields that such a one needs, and those it may have. */
function oneOfKind(key: string, kinds: Readonly<Record<string, readonly [needed: Checks, optional?: Checks]>>): Check {
  return (value) => {
    const kind = isRecord(value) ? String(value[key]) : "";
    if (!Object.hasOwn(kinds, kind)) return `an object with a ${key} of ${Object.keys(kinds).join(", ")}`;
    const [needed, optional] = kinds[kind]!;
    return fields({ [key]: text, ...needed, ...optional }, Object.keys(needed))(value);
  };
}

const share = number(0, 1);

const range = listOf(number(0));

/** "progressiveResize" belongs to its own field of a pipeline, which checks the network too. */
const transform = oneOfKind("kind", {
  normalize: [{}],
  subtractMean: [{}],
  subtractMeanImage: [{}],
  scale: [{ factor: number(Number.NEGATIVE_INFINITY) }],
  resize: [{ size: whole(1) }],
  centerCrop: [{ size: whole(1) }],
  crop: [{ size: whole(1), place: oneOf(cropPlaces) }],
  randomCrop: [{}, { size: whole(1), padding: whole(0) }],
  randomResizedCrop: [{ size: whole(1) }, { scale: range, ratio: range }],
  flip: [{}],
  randomFlip: [{}],
  randomRotation: [{ degrees: number(0) }],
  randomScale: [{ scale: range }],
  colorJitter: [{}, { brightness: share, contrast: share }],
  pcaColor: [{}, { std: number(0), variant: oneOf(["paper", "code"]) }],
} satisfies Record<Exclude<TransformSpec["kind"], "progressiveResize">, readonly [Checks, Checks?]>);

const shifting = {
  crop: whole(0),
  flip: boolean,
  progressive: listOf(fields({ size: whole(1), epochs: whole(1) }, ["size", "epochs"])),
};

const checks: Readonly<Record<keyof Recipe, Check>> = {
  name: text,
  description: text,
  model: oneOf(modelNames),
  width: number(Number.MIN_VALUE),
  norm: oneOf(["table", "local", "batch", "none"]),
  lrn: orNull(
    fields({
      size: whole(1),
      alpha: number(0),
      beta: number(Number.NEGATIVE_INFINITY),
      k: number(0),
      divideAlpha: boolean,
      channels: oneOf(["across", "within"]),
    } satisfies Record<keyof LocalResponseNormOptions, Check>),
  ),
  activation: oneOf(["table", "relu", "tanh", "sigmoid"]),
  pooling: oneOf(["table", "overlapping", "disjoint"]),
  without: listOf(text),
  dropout: orNull(share),
  init: orNull(
    fields(
      {
        weight: oneOf(weightInits),
        std: number(0),
        k: number(0),
        bias: number(Number.NEGATIVE_INFINITY),
        layers: recordOf(fields({ std: number(0), bias: number(Number.NEGATIVE_INFINITY) })),
      },
      ["weight"],
    ),
  ),
  size: orNull(whole(1)),
  pipeline: oneOfKind("name", {
    plain: [{}, shifting],
    article: [{}],
    paper: [{}],
    raw: [{}, shifting],
    custom: [{ train: listOf(transform), eval: listOf(transform) }],
  }),
  views: oneOf(viewNames),
  batch: whole(1),
  accumulate: whole(1),
  epochs: whole(1),
  optimizer: oneOfKind("name", {
    sgd: [{}, { momentum: number(0), nesterov: boolean, rule: oneOf(["torch", "paper"]) }],
    adagrad: [{}, { eps: number(0), initialAccumulator: number(0) }],
    adam: [{}, { betas: listOf(share) }],
    muon: [{}, { momentum: number(0) }],
  }),
  lr: number(0),
  weightDecay: number(0),
  bias: fields({ lrScale: number(0), weightDecay: orNull(number(0)) }, ["lrScale", "weightDecay"]),
  layerDecay: recordOf(number(0)),
  schedule: oneOfKind("name", {
    constant: [{}],
    step: [{}, { milestones: listOf(whole(1)), gamma: number(0) }],
    cosine: [{}],
    "one-cycle": [{}, { pctStart: share, divFactor: number(1) }],
    plateau: [{}, { patience: whole(0), factor: share }],
  }),
  labelSmoothing: share,
  clipNorm: orNull(number(0)),
  averaging: orNull(share),
  patience: orNull(whole(1)),
};

/** Fields of a recipe from a user's JSON.
 *  @param source the file, for errors.
 *  @throws FormatError that names the field which is unknown or wrong. */
export function readRecipeFields(json: unknown, source: string): Partial<Recipe> {
  const expected = fields(checks)(json);
  if (expected !== null) throw new FormatError(source, `recipe: expected ${expected}`);
  return json as Partial<Recipe>;
}

/** A whole recipe. @throws FormatError as `readRecipeFields`, or if a field is missing. */
export function readRecipe(json: unknown, source: string): Recipe {
  const expected = fields(checks, Object.keys(checks))(json);
  if (expected !== null) throw new FormatError(source, `recipe: expected ${expected}`);
  return json as Recipe;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
