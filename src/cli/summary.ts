import type { CAC } from "cac";
import { formatSummary, type InputShape, modelNames, summarize } from "../models/index.ts";
import { readModel } from "./model.ts";
import { type Flags, readOptional, readSizes } from "./options.ts";

export function summaryCommand(cli: CAC): void {
  cli
    .command(
      "summary <model>",
      `Show a network layer by layer: shapes, parameters, multiplications, bytes. Networks: ${modelNames.join(", ")}`,
    )
    .option("--input <cxhxw>", "Shape of an image, such as 3x224x224 (default: the network's own)")
    .option("--classes <n>", "Number of classes (default: the network's own)")
    .option("--width <factor>", "Multiply the numbers of filters and hidden units")
    .option("--json", "Print JSON")
    .example("alexgrad summary paper2012")
    .example("alexgrad summary alexnet-small --input 1x8x8")
    .action(run);
}

function run(name: string, flags: Flags): void {
  const input = readSizes(flags, "input", 3) as InputShape | undefined;
  const classes = readOptional(flags, "classes", { min: 1, whole: true });
  const width = readOptional(flags, "width", { min: 0 });
  const summary = summarize(readModel(name), {
    ...(input && { input }),
    ...(classes !== undefined && { classes }),
    ...(width !== undefined && { width }),
  });
  process.stdout.write(`${flags.json ? JSON.stringify(summary) : formatSummary(summary)}\n`);
}
