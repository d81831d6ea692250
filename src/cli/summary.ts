import type { Command } from "commander";
import {
  formatSummary,
  type InputShape,
  type ModelName,
  modelNames,
  summarize,
  type TableOptions,
} from "../models/index.ts";
import { describeDevice, deviceOptions, openDevice } from "./device.ts";
import { readModel } from "./model.ts";
import { counts, examples, type Flags, factors, readNumber, readOptional, readSizes, UsageError } from "./options.ts";
import { columns, print } from "./output.ts";
import { Progress } from "./progress.ts";
import { formatTimes, timeLayers } from "./summaryTime.ts";
import { formatTape, recordTape, tapeData } from "./tape.ts";
import { trainingStep } from "./workload.ts";

export function summaryCommand(cli: Command): void {
  const command = cli
    .command("summary <model>")
    .summary("Show a network layer by layer: shapes, parameters, multiplications, bytes")
    .description(
      `Show a network layer by layer: shapes, parameters, multiplications, bytes. Networks: ${modelNames.join(", ")}`,
    )
    .option("--input <cxhxw>", "Shape of an image, such as 3x224x224 (default: the network's own)")
    .option("--classes <n>", "Number of classes (default: the network's own)")
    .option("--width <factor>", "Multiply the numbers of filters and hidden units")
    .option("--tape", "Show the tape of one training step instead: what each operator saves for the way back")
    .option("--time", "Measure each layer's forward and backward pass instead, on the device")
    .option("--batch <n>", "Images at a time, with --time", "1");
  deviceOptions(command)
    .optionsGroup("Options:")
    .option("--json", "Print JSON")
    .addHelpText(
      "after",
      examples(
        "alexgrad summary paper2012",
        "alexgrad summary alexnet-small --input 1x8x8",
        "alexgrad summary alexnet-small --tape",
        "alexgrad summary paper2012 --time --batch 8",
      ),
    )
    .action(run);
}

async function run(name: string, flags: Flags, command: Command): Promise<void> {
  checkCombination(flags, command);
  const input = readSizes(flags, "input", 3) as InputShape | undefined;
  const classes = readOptional(flags, "classes", counts);
  const width = readOptional(flags, "width", factors);
  const model = readModel(name);
  const options = {
    ...(input && { input }),
    ...(classes !== undefined && { classes }),
    ...(width !== undefined && { width }),
  };
  if (flags.time) {
    await runTimed(model, options, flags);
  } else if (flags.tape) {
    const tape = recordTape(model, options);
    print(flags.json ? JSON.stringify(tapeData(tape)) : formatTape(tape, columns()));
  } else {
    const summary = summarize(model, options);
    print(flags.json ? JSON.stringify(summary) : formatSummary(summary, { width: columns() }));
  }
}

/** What only measuring reads must not be given without it. */
function checkCombination(flags: Flags, command: Command): void {
  if (flags.time && flags.tape) throw new UsageError("--time: expected it without --tape");
  const idle = ["batch", "device", "threads", "fallback"].find(
    (option) => !flags.time && command.getOptionValueSource(option) === "cli",
  );
  if (idle !== undefined) throw new UsageError(`--${idle}: expected it with --time`);
}

async function runTimed(model: ModelName, options: TableOptions, flags: Flags): Promise<void> {
  const batch = readNumber(flags, "batch", counts);
  await using opened = await openDevice(flags, trainingStep(model, batch));
  const { device } = opened;
  const progress = new Progress();
  const timed = await timeLayers(model, options, device, batch, (done, total) =>
    progress.show(`pass ${done}/${total}`, done, total),
  ).finally(() => progress.clear());
  const on = describeDevice(device);
  print(flags.json ? JSON.stringify({ ...timed, time: { device: on, ...timed.time } }) : formatTimes(timed, on));
}
