import type { Command } from "commander";
import { noGrad } from "../core/autograd.ts";
import { scope } from "../core/scope.ts";
import { softmax } from "../ops/softmax.ts";
import { checkpointOptions, openCheckpoint } from "./checkpoint.ts";
import { orientOption } from "./data.ts";
import { deviceOptions, openDevice } from "./device.ts";
import { reportFailure } from "./failure.ts";
import { formatPercent } from "./format.ts";
import { counts, examples, type Flags, readNumber, UsageError } from "./options.ts";
import { print } from "./output.ts";

export function classifyCommand(cli: Command): void {
  const command = cli
    .command("classify [images...]")
    .description("Say what is on JPEG or PNG images, by a trained network");
  checkpointOptions(command).option("--top <n>", "How many classes to show", "5");
  deviceOptions(orientOption(command))
    .optionsGroup("Options:")
    .option("--json", "Print JSON: for each image its file and classes")
    .addHelpText("after", examples("alexgrad classify cat.jpg --checkpoint runs/mine"))
    .action(async (files: string[], flags: Flags) => {
      process.exitCode = await run(files, flags);
    });
}

interface Answer {
  readonly name: string;
  readonly probability: number;
}

/** An image that cannot be read is named; the others are classified, and the exit code is 1. */
async function run(files: readonly string[], flags: Flags): Promise<number> {
  if (files.length === 0) throw new UsageError("classify: expected an image at least");
  const top = readNumber(flags, "top", counts);
  await using opened = await openDevice(flags);
  const { config, model, readImage } = await openCheckpoint(flags, opened.device);
  const results: { file: string; classes: Answer[] }[] = [];
  for (const file of files) {
    try {
      const input = await readImage(file);
      const scores = scope(() => noGrad(() => softmax(model.forward(input))));
      input.dispose();
      const probabilities = [...(await scores.data())];
      scores.dispose();
      const answers = probabilities.map((probability, i) => ({ name: config.classes[i], probability }));
      const classes = answers.sort((a, b) => b.probability - a.probability).slice(0, top);
      results.push({ file, classes });
      if (!flags.json) print(`${file}\n${describe(classes)}`);
    } catch (error) {
      reportFailure(error);
    }
  }
  if (flags.json) print(JSON.stringify(results));
  return results.length === files.length ? 0 : 1;
}

const width = 30;

/** A bar per class, in eighths of a character. */
function describe(classes: readonly Answer[]): string {
  const longest = Math.max(...classes.map(({ name }) => name.length));
  const lines = classes.map(({ name, probability }) => {
    const eighths = Math.round(8 * width * probability);
    const rest = eighths % 8;
    const bar = "█".repeat(eighths >> 3) + (rest > 0 ? String.fromCharCode(0x2590 - rest) : "");
    return `  ${name.padEnd(longest)}  ${bar.padEnd(width)}  ${formatPercent(probability).padStart(7)}`;
  });
  return lines.join("\n");
}
