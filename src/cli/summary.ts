import type { Command } from "commander";
import { formatSummary, type InputShape, modelNames, summarize } from "../models/index.ts";
import { readModel } from "./model.ts";
import { counts, examples, type Flags, factors, readOptional, readSizes } from "./options.ts";
import { columns, print } from "./output.ts";
import { formatTape, recordTape, tapeData } from "./tape.ts";

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
    .option("--tape", "Show the tape of one training step instead: what each operator saves for the way back")
    .option("--json", "Print JSON")
    .addHelpText(
      "after",
      examples(
        "alexgrad summary paper2012",
        "alexgrad summary alexnet-small --input 1x8x8",
        "alexgrad summary alexnet-small --tape",
      ),
    )
    .action(run);
}

function run(name: string, flags: Flags): void {
  const input = readSizes(flags, "input", 3) as InputShape | undefined;
  const classes = readOptional(flags, "classes", counts);
  const width = readOptional(flags, "width", factors);
  const model = readModel(name);
  const options = {
    ...(input && { input }),
    ...(classes !== undefined && { classes }),
    ...(width !== undefined && { width }),
  };
  if (flags.tape) {
    const tape = recordTape(model, options);
    print(flags.json ? JSON.stringify(tapeData(tape)) : formatTape(tape, columns()));
  } else {
    const summary = summarize(model, options);
    print(flags.json ? JSON.stringify(summary) : formatSummary(summary, { width: columns() }));
  }
}
