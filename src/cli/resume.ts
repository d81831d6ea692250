import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { AlexgradError, OptionError } from "../core/errors.ts";
import { extendRecipe } from "../train/recipes/extend.ts";
import type { RunConfig } from "../train/runConfig.ts";
import { type Flags, readOptional, readText, repeats, UsageError } from "./options.ts";

/** Flags that may stand beside --resume. */
const alsoWithResume = [
  ...["resume", "data", "epochs"],
  ...["device", "threads", "fallback", "saveEvery", "workers", "observeEvery", "show", "json"],
];

export function checkResume(command: Command): void {
  const isGiven = (name: string) => command.getOptionValueSource(name) === "cli";
  const refused = command.options.find((option) => {
    const name = option.attributeName();
    return isGiven(name) && !alsoWithResume.includes(name);
  });
  if (refused) throw new UsageError(`--resume: the run keeps its own settings; got ${refused.long} too`);
}

/** The settings of a run that is resumed: --data says where its images are now, and --epochs how many it is to have. */
export function resumedConfig(flags: Flags, command: Command, config: RunConfig): RunConfig {
  const moved = command.getOptionValueSource("data") === "cli" ? readText(flags, "data") : undefined;
  const epochs = readOptional(flags, "epochs", repeats) ?? config.recipe.epochs;
  const path = moved === undefined ? config.data.path : storedPath(moved);
  const recipe = extend(config, epochs);
  if (recipe === config.recipe && path === config.data.path) return config;
  return { ...config, recipe, data: { ...config.data, path } };
}

function extend({ recipe }: RunConfig, epochs: number): RunConfig["recipe"] {
  try {
    return extendRecipe(recipe, epochs);
  } catch (cause) {
    return asUsage(cause);
  }
}

/** What is wrong with a recipe's change, by the flag that asks for it. */
export function asUsage(cause: unknown): never {
  if (!(cause instanceof OptionError)) throw cause;
  throw new UsageError(`--${cause.message}`, { cause });
}

/** @param remedy what to do if they were moved.
 *  @throws AlexgradError if a run's images are no longer there. */
export function checkPlace({ data: { path } }: RunConfig, remedy = "--data says where they are now"): void {
  if (path !== "builtin" && !existsSync(path)) {
    throw new AlexgradError(`${path}: does not exist; if the images were moved, ${remedy}`);
  }
}

/** @throws AlexgradError unless these are the images that the run was trained on. */
export function checkSame(sha256: string, { data }: RunConfig, folder: string): void {
  if (sha256 !== data.sha256) {
    throw new AlexgradError(`${data.path}: these are no longer the images that ${folder} was trained on`);
  }
}

/** As a run keeps it: found from any folder. */
export function storedPath(path: string): string {
  return path === "builtin" ? path : resolve(path);
}
