import { cac } from "cac";
import { classifyCommand } from "./classify.ts";
import { compareCommand } from "./compare.ts";
import { evalCommand } from "./eval.ts";
import { exitCodes } from "./failure.ts";
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
cli.option("--debug", "Show the stack and the causes of an error");
cli.help();
cli.version(version);

/** Runs the command that the arguments name. @returns the exit code. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const empty = argv.slice(2).find((arg) => arg === "" || /^--[\w-]+=$/.test(arg));
  if (empty !== undefined) throw new UsageError(`an empty argument: "${empty}"`);
  cli.parse([...argv], { run: false });
  if (cli.matchedCommand === undefined) {
    if (cli.options.help || cli.options.version) return 0;
    if (cli.args[0] !== undefined) throw new UsageError(`unknown command ${cli.args[0]}; see alexgrad --help`);
    cli.outputHelp();
    return exitCodes.usage;
  }
  return (await cli.runMatchedCommand()) ?? 0;
}
