import type { Command } from "cac";
import { loadDataset } from "../data/index.node.ts";
import type { Dataset, Parts } from "../data/index.ts";
import type { DataConfig } from "../train/runConfig.ts";
import { type Flags, readChoice, readOptional, readText } from "./options.ts";
import { Progress } from "./progress.ts";

/** The flags that `readDataConfig` reads. */
export function dataOptions(command: Command): Command {
  return command
    .option("--data <path>", "builtin, a folder of IDX, CIFAR binary or image files, or a tar[.gz] of images", {
      default: "builtin",
    })
    .option("--limit <n>", "Take at most n images of each part")
    .option("--hold-out <n>", "Keep the last n images of each class for validation, and never train on them")
    .option("--on-error <name>", "Images that cannot be decoded: skip leaves them out and names them, fail ends", {
      default: "fail",
    });
}

export function readDataConfig(flags: Flags): Omit<DataConfig, "sha256"> {
  return {
    path: readText(flags, "data") ?? "builtin",
    limit: readOptional(flags, "limit", { min: 1, whole: true }) ?? null,
    holdOut: readOptional(flags, "hold-out", { min: 1, whole: true }) ?? null,
    onError: readChoice(flags, "on-error", ["skip", "fail"]),
  };
}

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
      onProgress: progress.reading,
    });
  } finally {
    progress.clear();
  }
}

export function describeData({ name, shape, classes, labels }: Dataset): string {
  return `${name}: ${labels.length.toLocaleString("en")} images ${shape.join("×")}, ${classes.length} classes`;
}
