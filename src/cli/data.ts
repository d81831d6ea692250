import type { Command } from "commander";
import { loadDataset } from "../data/index.node.ts";
import type { Dataset, Parts, ReadingNotes } from "../data/index.ts";
import type { DataConfig } from "../train/runConfig.ts";
import { counts, type Flags, readChoice, readOptional, readText } from "./options.ts";
import { Progress } from "./progress.ts";
import { describeCount } from "./trainText.ts";

/** How many kinds of files that are no images are named. */
const mostEndings = 5;

export function orientOption(command: Command): Command {
  return command.option("--no-orient", "Take images as they are stored, not turned as EXIF says");
}

/** The flags that `readDataConfig` reads. */
export function dataOptions(command: Command): Command {
  command
    .optionsGroup("Data:")
    .option(
      "--data <path>",
      "builtin, or MNIST (IDX), CIFAR (binary) or images by class, as a folder or tar[.gz]",
      "builtin",
    )
    .option("--limit <n>", "Take at most n images of each part")
    .option("--hold-out <n>", "Keep the last n images of each class for validation, and never train on them")
    .option(
      "--on-error <name>",
      "Images that cannot be decoded: skip leaves them out and names them, fail ends",
      "fail",
    );
  return orientOption(command);
}

export function readDataConfig(flags: Flags): Omit<DataConfig, "sha256"> {
  return {
    ...readPath(flags),
    holdOut: readOptional(flags, "hold-out", counts) ?? null,
    onError: readChoice(flags, "on-error", ["skip", "fail"]),
  };
}

export type Source = Pick<DataConfig, "path" | "limit" | "orient">;

/** What --data, --limit and --no-orient say. */
export function readPath(flags: Flags): Source {
  return {
    path: readText(flags, "data") ?? "builtin",
    limit: readOptional(flags, "limit", counts) ?? null,
    ...(flags.orient === false && { orient: false }),
  };
}

/** Loads images for a network to be measured with. @param size of the images it was trained on. */
export async function readData({ path, limit, orient }: Source, size: number | undefined): Promise<Parts> {
  const progress = new Progress();
  try {
    return await loadDataset(path, { size, limit: limit ?? undefined, orient, onProgress: progress.reading });
  } finally {
    progress.clear();
  }
}

export function describeData({ name, shape, classes, labels }: Dataset): string {
  return `${name}: ${labels.length.toLocaleString("en")} images ${shape.join("×")}, ${classes.length} classes`;
}

/** How images were read, where there is something to say. */
export function describeNotes({ skipped = [], leftOut = new Map(), turned = 0 }: ReadingNotes): string[] {
  const others = [...leftOut].sort(([, a], [, b]) => b - a);
  const shown = others.slice(0, mostEndings).map(([ending, count]) => `${count} ${ending || "without an ending"}`);
  const more = others.slice(mostEndings).reduce((sum, [, count]) => sum + count, 0);
  return [
    ...(turned > 0 ? [`turned as EXIF says: ${describeCount(turned)}`] : []),
    ...(shown.length > 0
      ? [`left out, no images: ${[...shown, ...(more > 0 ? [`${more} others`] : [])].join(", ")}`]
      : []),
    ...(skipped.length > 0 ? [`images left out that cannot be decoded: ${skipped.length}`] : []),
    ...skipped.map(({ file, reason }) => `  ${file}: ${reason}`),
  ];
}
