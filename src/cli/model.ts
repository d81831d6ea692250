import { type ModelName, modelNames } from "../models/index.ts";
import { UsageError } from "./options.ts";

/** @throws UsageError unless there is a network of that name. */
export function readModel(name: string): ModelName {
  const found = modelNames.find((candidate) => candidate === name);
  if (found === undefined) throw new UsageError(`no such network: ${name}; there are ${modelNames.join(", ")}`);
  return found;
}
