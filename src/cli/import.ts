import type { Command } from "commander";
import { reference } from "../devices/reference.ts";
import { importTorch } from "../torch/import.node.ts";
import { formatPercent } from "./format.ts";
import { examples, type Flags, readText, UsageError } from "./options.ts";
import { note, print } from "./output.ts";

export function importCommand(cli: Command): void {
  cli
    .command("import <folder>")
    .description("Make a run of a folder that export --to torch wrote and PyTorch trained on")
    .option("--out <dir>", "Folder of the run, new or empty")
    .option("--json", "Print JSON: run, epochs, steps, best")
    .addHelpText("after", examples("alexgrad import mine-torch --out runs/back"))
    .action(run);
}

async function run(folder: string, flags: Flags): Promise<void> {
  const out = readText(flags, "out");
  if (out === undefined) throw new UsageError("--out: expected a folder for the run, new or empty");
  const { fromZero, ...result } = await importTorch(folder, out, reference());
  if (fromZero)
    note(`${folder}: nothing of the optimizer's momentum is in it; a training that goes on starts from zero`);
  const { epochs, steps, best } = result;
  const measured = best === null ? "" : `; best in epoch ${best.epoch}: top-1 ${formatPercent(best.top1)}`;
  print(flags.json ? JSON.stringify(result) : `${out}: ${epochs} epochs, ${steps} steps${measured}`);
}
