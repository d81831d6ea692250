import { type ModelName, type ModelTable, modelTable } from "../../src/models/index.ts";

/** A named network at its own input size, thin enough for a test. */
export function small(name: ModelName): ModelTable {
  const { input } = modelTable(name);
  return modelTable(name, input[1] > 100 ? { width: 1 / 24, classes: 10 } : {});
}
