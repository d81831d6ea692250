import { findRecipe, recipeNames } from "../recipes/index.ts";
import { defaults, type Recipe } from "../recipes/recipe.ts";
import type { DataConfig, RunConfig } from "../runConfig.ts";

/** A setting in words. */
export interface Setting {
  readonly name: string;
  readonly value: string;
}

interface RecipeSetting extends Setting {
  /** Whether it is not as in the recipe of that name. */
  readonly isChanged: boolean;
}

type Words = Readonly<Record<string, readonly [name: string, value?: (value: never) => string]>>;

const own = "the network's own";
const choice =
  (words: Readonly<Record<string, string>>) =>
  (value: string): string =>
    words[value] ?? value;
/** @param words for null, 0 or nothing. */
const orWords =
  (words: string, otherwise: (value: never) => string = inWords) =>
  (value: unknown): string =>
    value === null || value === 0 || inWords(value) === "none" ? words : otherwise(value as never);

const recipeWords: Words = {
  model: ["network"],
  width: ["width", (value: number) => (value === 1 ? "as the network has it" : `× ${value}`)],
  norm: [
    "normalization",
    choice({ table: own, local: "local response normalization", batch: "batch normalization", none: "none" }),
  ],
  lrn: ["constants of local response normalization", orWords(own)],
  activation: ["activation", choice({ table: own })],
  pooling: ["pooling", choice({ table: own, overlapping: "3×3 in steps of 2", disjoint: "2×2 in steps of 2" })],
  without: ["layers left out"],
  freeze: ["parts that are not trained"],
  dropout: ["dropout", (value: number | null) => (value === null ? own : value === 0 ? "none" : `p = ${value}`)],
  init: ["initial weights", orWords(own)],
  size: ["images are cut to", orWords("no other size", (size: number) => `${size} × ${size} pixels`)],
  pipeline: ["images become"],
  views: [
    "measured on",
    choice({ one: "each image as it is", mirrored: "each image and its mirror image", "ten-crop": "ten cuts of each" }),
  ],
  batch: ["images per step"],
  accumulate: ["each batch", (parts: number) => (parts === 1 ? "at once" : `in ${parts} parts`)],
  epochs: ["epochs"],
  optimizer: ["optimizer"],
  lr: ["learning rate"],
  weightDecay: ["weight decay", orWords("none")],
  bias: [
    "biases",
    ({ lrScale, weightDecay }: Recipe["bias"]) =>
      lrScale === 1 && weightDecay === null
        ? "as the weights"
        : `learning rate × ${lrScale}, weight decay ${weightDecay === null ? "as the weights" : weightDecay || "none"}`,
  ],
  layerDecay: ["weight decay of single layers", orWords("as the others")],
  schedule: ["schedule"],
  labelSmoothing: ["label smoothing"],
  clipNorm: ["largest norm of the gradients", orWords("any")],
  averaging: ["average of the weights", orWords("none", (decay: number) => `moving, decay ${decay}`)],
  patience: ["stops early", orWords("never", (n: number) => `after ${n} epochs without a better accuracy`)],
};

const dataWords: Words = {
  path: ["data"],
  limit: ["images taken", orWords("all", (limit: number) => `${limit} of each part at most`)],
  holdOut: [
    "kept for validation",
    orWords("the data's own part, or a tenth", (n: number) => `the last ${n} images of each class`),
  ],
  onError: ["images that cannot be decoded", choice({ fail: "end the run", skip: "are left out" })],
  sha256: ["checksum", shorten],
};

function shorten(sha256: string): string {
  return `${sha256.slice(0, 16)}…`;
}

/** @param standard what it is compared with. Default: the recipe of its name, or else the default one. */
export function recipeSettings(
  { name: _, description: __, ...recipe }: Recipe,
  standard: Recipe = recipeNames.includes(_) ? findRecipe(_) : defaults,
): RecipeSetting[] {
  const usual = new Map(describe(standard, recipeWords).map(({ name, value }) => [name, value]));
  return describe(recipe, recipeWords).map((each) => ({ ...each, isChanged: usual.get(each.name) !== each.value }));
}

export function dataSettings(data: DataConfig): Setting[] {
  return describe(data, dataWords);
}

/** Where a run's weights come from, if they were not drawn. */
export function originSettings({ weights }: Pick<RunConfig, "weights">): Setting[] {
  if (weights === undefined) return [];
  return [
    { name: "begins with the weights of", value: weights.path },
    { name: "their checksum", value: shorten(weights.sha256) },
  ];
}

/** Any record in words. */
export function describe(record: object, words: Words = {}): Setting[] {
  return Object.entries(record).map(([key, value]) => {
    const [name = spaced(key), say = inWords] = Object.hasOwn(words, key) ? words[key] : [];
    return { name, value: say(value as never) };
  });
}

/** A value as one would say it; what has a name begins with it. */
function inWords(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(inWords).join(", ") || "none";
  if (typeof value !== "object") return String(value);
  const { name, kind = name, ...rest } = value as Readonly<Record<string, unknown>>;
  const parts = Object.entries(rest).map(([key, each]) => {
    const said = inWords(each);
    return typeof each === "object" && each !== null && !Array.isArray(each)
      ? `${spaced(key)} (${said})`
      : `${spaced(key)} ${said}`;
  });
  return [...(kind === undefined ? [] : [String(kind)]), ...parts].join(", ") || "none";
}

/** labelSmoothing → label smoothing. */
function spaced(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
