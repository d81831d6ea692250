import type { Command } from "commander";
import { loadDataset } from "../data/index.node.ts";
import type { Dataset, Parts } from "../data/index.ts";
import type { DataConfig } from "../train/runConfig.ts";
import { counts, type Flags, readChoice, readOptional, readText } from "./options.ts";
import { Progress } from "./progress.ts";

/** The flags that `readDataConfig` reads. */
export function dataOptions(command: Command): Command {
  return command
    .optionsGroup("Data:")
    .option(
      "--data <path>",
      "builtin, a folder of IDX, CIFAR binary or image files, or a tar[.gz] of images",
      "builtin",
    )
    .option("--limit <n>", "Take at most n images of each part")
    .option("--hold-out <n>", "Keep the last n images of each class for validation, and never train on them")
    .option(
      "--on-error <name>",
      "Images that cannot be decoded: skip leaves them out and names them, fail ends",
      "fail",
    );
}

export function readDataConfig(flags: Flags): Omit<DataConfig, "sha256"> {
  return {
    ...readPath(flags),
    holdOut: readOptional(flags, "hold-out", counts) ?? null,
    onError: readChoice(flags, "on-error", ["skip", "fail"]),
  };
}

/** What --data and --limit say. */
export function readPath(flags: Flags): Pick<DataConfig, "path" | "limit"> {
  return {
    path: readText(flags, "data") ?? "builtin",
    limit: readOptional(flags, "limit", counts) ?? null,
  };
}

/** Loads images for a network to be measured with. @param size of the images it was trained on. */
export async function readData(
  { path, limit }: Pick<DataConfig, "path" | "limit">,
  size: number | undefined,
): Promise<Parts> {
  const progress = new Progress();
  try {
    return await loadDataset(path, { size, limit: limit ?? undefined, onProgress: progress.reading });
  } finally {
    progress.clear();
  }
}

export function describeData({ name, shape, classes, labels }: Dataset): string {
  return `${name}: ${labels.length.toLocaleString("en")} images ${shape.join("×")}, ${classes.length} classes`;
}
