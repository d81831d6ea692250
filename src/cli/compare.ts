import { basename, resolve } from "node:path";
import type { Command } from "commander";
import { writeFileAtomic } from "../io/files.node.ts";
import { comparisonTable, type ReportData, renderComparison } from "../train/report/report.ts";
import { Run } from "../train/run.node.ts";
import { formatTable } from "./format.ts";
import { examples, type Flags, readText, UsageError } from "./options.ts";
import { print } from "./output.ts";

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
  const runs = await Promise.all(folders.map(readReport));
  const out = readText(flags, "out");
  if (out !== undefined) await writeFileAtomic(out, renderComparison(runs));
  const table = comparisonTable(runs);
  const differing = table.filter((row, i) => i < 6 || new Set(row.slice(1)).size > 1);
  print(flags.json ? JSON.stringify(table) : formatTable(differing));
}

async function readReport(folder: string): Promise<ReportData> {
  const run = await Run.open(folder);
  const events = await run.events();
  return { name: basename(resolve(folder)), config: run.config, events, filters: null, confusion: null, mostWrong: [] };
}
