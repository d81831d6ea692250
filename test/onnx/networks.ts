import { type ModelName, type ModelTable, modelTable } from "../../src/models/index.ts";

/** A named network, thin enough for a test and, where its layers allow it, with smaller images. */
export function small(name: ModelName): ModelTable {
  const { input } = modelTable(name);
  if (input[1] < 100) return modelTable(name);
  return modelTable(name, { width: 1 / 24, classes: 10, ...(name !== "torchvision" && { input: [3, 99, 99] }) });
}
