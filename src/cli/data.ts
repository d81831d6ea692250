import { loadDataset } from "../data/index.node.ts";
import type { Dataset, Parts } from "../data/index.ts";
import { type Flags, readOptional, readText } from "./options.ts";
import { Progress } from "./progress.ts";

/** Loads what --data names, with --size, --limit and --seed. */
export async function readData(
  flags: Flags,
  size = readOptional(flags, "size", { min: 1, whole: true }),
): Promise<Parts> {
  const progress = new Progress();
  try {
    return await loadDataset(readText(flags, "data") ?? "builtin", {
      size,
      limit: readOptional(flags, "limit", { min: 1, whole: true }),
      seed: readOptional(flags, "seed", { min: 0, whole: true }),
      onProgress: (done, total) => progress.show(`reading images ${done}/${total}`, done, total),
    });
  } finally {
    progress.clear();
  }
}

export function describeData({ name, shape, classes, labels }: Dataset): string {
  return `${name}: ${labels.length.toLocaleString("en")} images ${shape.join("×")}, ${classes.length} classes`;
}
