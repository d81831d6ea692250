#!/usr/bin/env node
import { cac } from "cac";
import { AlexgradError } from "../core/errors.ts";
import { classifyCommand } from "./classify.ts";
import { compareCommand } from "./compare.ts";
import { evalCommand } from "./eval.ts";
import { gradcheckCommand } from "./gradcheck.ts";
import { infoCommand } from "./info.ts";
import { lrFindCommand } from "./lrFind.ts";
import { UsageError } from "./options.ts";
import { studyCommand } from "./study.ts";
import { summaryCommand } from "./summary.ts";
import { trainCommand } from "./train.ts";
import { version } from "./version.ts";
import { visualizeCommand } from "./visualize.ts";

const cli = cac("alexgrad");
for (const register of [
  trainCommand,
  evalCommand,
  classifyCommand,
  compareCommand,
  visualizeCommand,
  lrFindCommand,
  studyCommand,
  summaryCommand,
  gradcheckCommand,
  infoCommand,
])
  register(cli);
cli.help();
cli.version(version);

/** Exit codes: 0 done, 1 failed, 2 bad usage. */
async function main(): Promise<number> {
  try {
    const empty = process.argv.slice(2).find((arg) => arg === "" || /^--[\w-]+=$/.test(arg));
    if (empty !== undefined) throw new UsageError(`an empty argument: "${empty}"`);
    cli.parse(process.argv, { run: false });
    if (cli.matchedCommand === undefined) {
      if (cli.options.help || cli.options.version) return 0;
      if (cli.args[0] !== undefined) throw new UsageError(`unknown command ${cli.args[0]}; see alexgrad --help`);
      cli.outputHelp();
      return 2;
    }
    return (await cli.runMatchedCommand()) ?? 0;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isUsage = error instanceof UsageError || error.name === "CACError";
    const isExpected = isUsage || error instanceof AlexgradError || "syscall" in error;
    process.stderr.write(`alexgrad: ${isExpected ? error.message : error.stack}\n`);
    return isUsage ? 2 : 1;
  }
}

// A reader that went away (head, less) is no failure; a full disk is.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") process.stderr.write(`alexgrad: cannot write the output: ${error.message}\n`);
  process.exit(error.code === "EPIPE" ? 0 : 1);
});

process.exitCode = await main();
