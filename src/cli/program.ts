import { Command, CommanderError } from "commander";
import { classifyCommand } from "./classify.ts";
import { compareCommand } from "./compare.ts";
import { evalCommand } from "./eval.ts";
import { exitCodes } from "./failure.ts";
import { gradcheckCommand } from "./gradcheck.ts";
import { infoCommand } from "./info.ts";
import { lrFindCommand } from "./lrFind.ts";
import { UsageError } from "./options.ts";
import { print } from "./output.ts";
import { studyCommand } from "./study.ts";
import { summaryCommand } from "./summary.ts";
import { trainCommand } from "./train.ts";
import { version } from "./version.ts";
import { visualizeCommand } from "./visualize.ts";

const cli = new Command("alexgrad")
  .description("AlexNet from scratch: train it, look into it, check its gradients")
  .version(`alexgrad/${version} ${process.platform}-${process.arch} node-${process.version}`, "-v, --version")
  .option("--debug", "Show the stack and the causes of an error")
  .configureHelp({
    showGlobalOptions: true,
    optionDescription: ({ description, defaultValue }) =>
      typeof defaultValue === "string" ? `${description} (default: ${defaultValue})` : description,
  })
  .configureOutput({ writeOut: (text) => print(text.trimEnd()), outputError: () => {} })
  .exitOverride();
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

/** Runs the command that the arguments name; it sets the exit code if that is not 0. */
export async function runProgram(argv: readonly string[]): Promise<void> {
  const given = argv.slice(2);
  const empty = given.find((arg) => arg === "" || /^--[\w-]+=$/.test(arg));
  if (empty !== undefined) throw new UsageError(`an empty argument: "${empty}"`);
  if (given.every((arg) => arg === "--debug")) {
    cli.outputHelp();
    process.exitCode = exitCodes.usage;
    return;
  }
  for (const command of cli.commands) refuseRepetition(command);
  try {
    await cli.parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new UsageError(describe(error), { cause: error });
  }
}

/** Else the last of several would count, and the others for nothing. */
function refuseRepetition(command: Command): void {
  for (const option of command.options) {
    let isGiven = false;
    command.on(`option:${option.name()}`, () => {
      if (isGiven) throw new UsageError(`${option.long}: expected it once`);
      isGiven = true;
    });
  }
}

function describe({ message, code }: CommanderError): string {
  const text = message.replace(/^error: /, "").replace(/\s*\n/g, " ");
  const isUnknown = code === "commander.unknownOption" || code === "commander.unknownCommand";
  return isUnknown && !text.includes("Did you mean") ? `${text}; see --help` : text;
}
