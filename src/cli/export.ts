import type { Command } from "commander";
import { runExportTorch, torchOptions } from "./exportTorch.ts";
import { examples, type Flags, readChoice } from "./options.ts";

const targets = ["torch"] as const;

export function exportCommand(cli: Command): void {
  const command = cli
    .command("export <run>")
    .description("Write a trained network for other programs, or hand a training over to them")
    .option("--to <name>", "torch: a folder that goes on with the training in PyTorch");
  torchOptions(command)
    .optionsGroup("Options:")
    .option("--out <path>", "Where to, new or empty")
    .option("--json", "Print JSON")
    .addHelpText("after", examples("alexgrad export runs/mine --to torch --out mine-torch"))
    .action(async (path: string, flags: Flags) => {
      readChoice(flags, "to", targets);
      await runExportTorch(path, flags);
    });
}
