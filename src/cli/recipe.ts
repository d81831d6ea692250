import type { Command } from "commander";
import { FormatError } from "../core/errors.ts";
import { lastBatches } from "../data/loader.ts";
import { viewNames } from "../data/pipelines.ts";
import { parseJson } from "../io/check.ts";
import { readText as readTextFile } from "../io/open.node.ts";
import {
  findRecipe,
  type OptimizerChoice,
  type PipelineChoice,
  type Recipe,
  recipeNames,
  type ScheduleChoice,
} from "../train/recipes/index.ts";
import { readRecipe, readRecipeFields } from "../train/recipes/read.ts";
import { readModel } from "./model.ts";
import {
  counts,
  type Flags,
  factors,
  type Range,
  rates,
  readChoice,
  readOptional,
  readText,
  repeats,
  sides,
  UsageError,
} from "./options.ts";

/** No recipe is longer. */
const mostConfigBytes = 2 ** 20;

const optimizerNames = ["sgd", "adagrad", "adam", "adamw", "muon"] as const;
const scheduleNames = ["constant", "step", "cosine", "one-cycle", "plateau"] as const;
const pipelineNames = ["plain", "article", "paper", "raw"] as const;

const defaultRates = { sgd: 0.01, adagrad: 0.01, adam: 0.001, adamw: 0.001, muon: 0.02 };

/** The flags that `chooseRecipe` reads: what is not given stays as the recipe has it. */
export function recipeOptions(command: Command): Command {
  return command
    .optionsGroup("Recipe:")
    .option("--recipe <name>", `Start from one of ${recipeNames.join(", ")}; flags change it`, "default")
    .option("--config <file>", "A JSON file with fields of a recipe, as --show prints them; flags go before it")
    .optionsGroup("Network:")
    .option("--model <name>", "A network by name; see alexgrad summary --help")
    .option("--width <factor>", "Multiply the numbers of filters and hidden units")
    .option("--norm <name>", "table (the network's own), local, batch or none")
    .option("--dropout <p>", "Probability in every dropout layer")
    .option("--freeze <names>", "Parts that are not trained, such as features,classifier.1 or conv1,conv2")
    .optionsGroup("Images:")
    .option("--size <n>", "Cut and resize images to n × n when they are read")
    .option(
      "--pipeline <name>",
      `What happens to images: ${pipelineNames.join(", ")}; --config can have its own transforms`,
    )
    .option("--crop <n>", "Shift images at random by up to n pixels (plain pipeline)")
    .option("--flip", "Mirror images at random (plain pipeline)")
    .option("--views <name>", `Views that are averaged where the network is measured: ${viewNames.join(", ")}`)
    .optionsGroup("Optimization:")
    .option("--epochs <n>", "Passes over the training images")
    .option("--batch <n>", "Images per step")
    .option(
      "--last-batch <name>",
      "Where it is not full: keep, drop, or merge with the one before (default: keep, but merge a single image)",
    )
    .option("--accumulate <n>", "Work through each batch in n parts: less memory, the same step")
    .option("--optimizer <name>", `${optimizerNames.join(", ")} (sgd has momentum 0.9)`)
    .option("--lr <rate>", "Learning rate")
    .option("--schedule <name>", `Learning rate over time: ${scheduleNames.join(", ")}`)
    .option("--weight-decay <rate>", "L2 penalty; adamw: decoupled from the gradient")
    .option("--label-smoothing <share>", "Share of each target that goes to all classes")
    .option("--clip-norm <norm>", "Largest norm of all gradients together")
    .option("--averaging <decay>", "Keep a moving average of the weights, and measure with it")
    .option("--patience <n>", "Stop after n epochs without a better validation accuracy");
}

/** The named recipe, changed by the JSON file and then by flags. */
export async function chooseRecipe(flags: Flags): Promise<Recipe> {
  const name = readText(flags, "recipe") ?? "";
  if (!recipeNames.includes(name)) {
    throw new UsageError(`--recipe: expected one of ${recipeNames.join(", ")}; got ${name}`);
  }
  const file = readText(flags, "config");
  const fromFile = file === undefined ? {} : readRecipeFields(await readJson(file), file);
  const base = { ...findRecipe(name), ...fromFile };
  return readRecipe({ ...base, ...readOverrides(flags, base) }, "flags");
}

async function readJson(file: string): Promise<unknown> {
  try {
    return parseJson(file, await readTextFile(file, mostConfigBytes, { followLink: true }));
  } catch (cause) {
    if (cause instanceof FormatError) throw new UsageError(`--config: ${cause.message}`, { cause });
    throw cause;
  }
}

/** What flags change of a recipe. @throws UsageError if one cannot be read. */
function readOverrides(flags: Flags, base: Recipe): Partial<Recipe> {
  const number = (name: string, range: Range) => readOptional(flags, name, range);
  const given = <T>(name: string, choices: readonly (T & string)[]) =>
    flags[name] === undefined ? undefined : readChoice(flags, name, choices);
  const model = readText(flags, "model");
  const optimizer = given("optimizer", optimizerNames);
  const schedule = given("schedule", scheduleNames);
  const lr = number("lr", rates) ?? (optimizer === undefined ? undefined : defaultRates[optimizer]);
  const crop = number("crop", { ...sides, min: 0 });
  const flip = flags.flip === undefined ? undefined : flags.flip === true;
  const pipelineName = given("pipeline", pipelineNames);
  const pipeline: PipelineChoice | undefined =
    pipelineName === undefined && crop === undefined && flip === undefined
      ? undefined
      : {
          ...(pipelineName === undefined ? base.pipeline : { name: pipelineName }),
          ...(crop !== undefined && { crop }),
          ...(flip !== undefined && { flip }),
        };
  return defined({
    model: model === undefined ? undefined : readModel(model),
    width: number("width", factors),
    norm: given("norm", ["table", "local", "batch", "none"] as const),
    dropout: number("dropout", { min: 0, max: 1 }),
    freeze: readText(flags, "freeze")?.split(","),
    size: number("size", sides),
    pipeline,
    views: given("views", viewNames),
    epochs: number("epochs", repeats),
    batch: number("batch", counts),
    lastBatch: flags.lastBatch === undefined ? undefined : readChoice(flags, "last-batch", lastBatches),
    accumulate: number("accumulate", counts),
    optimizer: optimizer === undefined ? undefined : ({ name: optimizer } as OptimizerChoice),
    lr,
    schedule: schedule === undefined ? undefined : ({ name: schedule } as ScheduleChoice),
    weightDecay: number("weight-decay", rates),
    labelSmoothing: number("label-smoothing", { min: 0, max: 1 }),
    clipNorm: number("clip-norm", rates),
    averaging: number("averaging", { min: 0, max: 1 }),
    patience: number("patience", repeats),
  });
}

function defined(values: { readonly [K in keyof Recipe]?: Recipe[K] | undefined }): Partial<Recipe> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
