import type { Command } from "commander";
import { formatSummary, type InputShape, modelNames, summarize } from "../models/index.ts";
import { readModel } from "./model.ts";
import { counts, examples, type Flags, factors, readOptional, readSizes } from "./options.ts";
import { columns, print } from "./output.ts";

export function summaryCommand(cli: Command): void {
  cli
    .command("summary <model>")
    .summary("Show a network layer by layer: shapes, parameters, multiplications, bytes")
    .description(
      `Show a network layer by layer: shapes, parameters, multiplications, bytes. Networks: ${modelNames.join(", ")}`,
    )
    .option("--input <cxhxw>", "Shape of an image, such as 3x224x224 (default: the network's own)")
    .option("--classes <n>", "Number of classes (default: the network's own)")
    .option("--width <factor>", "Multiply the numbers of filters and hidden units")
    .option("--json", "Print JSON")
    .addHelpText("after", examples("alexgrad summary paper2012", "alexgrad summary alexnet-small --input 1x8x8"))
    .action(run);
}

function run(name: string, flags: Flags): void {
  const input = readSizes(flags, "input", 3) as InputShape | undefined;
  const classes = readOptional(flags, "classes", counts);
  const width = readOptional(flags, "width", factors);
  const summary = summarize(readModel(name), {
    ...(input && { input }),
    ...(classes !== undefined && { classes }),
    ...(width !== undefined && { width }),
  });
  print(flags.json ? JSON.stringify(summary) : formatSummary(summary, { width: columns() }));
}
