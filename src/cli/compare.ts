import { basename, resolve } from "node:path";
import type { Command } from "commander";
import { writeFileAtomic } from "../io/files.node.ts";
import { type ComparedRun, compareRuns, comparisonTable, renderComparison } from "../train/report/comparison.ts";
import { Run } from "../train/run.node.ts";
import { fitTable } from "./format.ts";
import { examples, type Flags, readText, UsageError } from "./options.ts";
import { columns, print } from "./output.ts";

export function compareCommand(cli: Command): void {
  cli
    .command("compare [runs...]")
    .description("Lay runs side by side: results, and the settings that differ")
    .option("--out <file>", "Write a page with their curves too")
    .option("--json", "Print JSON: rows, the first of them the runs' names")
    .addHelpText("after", examples("alexgrad compare runs/relu runs/tanh --out compare.html"))
    .action(run);
}

async function run(folders: readonly string[], flags: Flags): Promise<void> {
  if (folders.length < 2) throw new UsageError("compare: expected two runs at least");
  const runs = await Promise.all(folders.map(readRun));
  const out = readText(flags, "out");
  if (out !== undefined) await writeFileAtomic(out, renderComparison(runs));
  print(flags.json ? JSON.stringify(comparisonTable(runs)) : describe(runs));
}

/** The results, and the settings that differ. */
function describe(runs: readonly ComparedRun[]): string {
  const { runs: names, results, settings } = compareRuns(runs);
  const rows = [...results, ...settings.filter(({ differs }) => differs)];
  return fitTable([["", ...names], ...rows.map(({ name, values }) => [name, ...values])], columns());
}

async function readRun(folder: string): Promise<ComparedRun> {
  const run = await Run.open(folder);
  return { name: basename(resolve(folder)), config: run.config, events: await run.events() };
}
