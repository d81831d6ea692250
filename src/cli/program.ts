import { Command, CommanderError } from "commander";
import { version } from "../core/version.ts";
import { exitCodes } from "./failure.ts";
import { UsageError } from "./options.ts";
import { print } from "./output.ts";

function makeProgram(): Command {
  return new Command("alexgrad")
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
}

/** Each adds its command to the program; loaded when it is needed, as what they import takes a while. */
const commands = {
  train: async () => (await import("./train.ts")).trainCommand,
  eval: async () => (await import("./eval.ts")).evalCommand,
  classify: async () => (await import("./classify.ts")).classifyCommand,
  export: async () => (await import("./export.ts")).exportCommand,
  import: async () => (await import("./import.ts")).importCommand,
  compare: async () => (await import("./compare.ts")).compareCommand,
  visualize: async () => (await import("./visualize.ts")).visualizeCommand,
  "lr-find": async () => (await import("./lrFind.ts")).lrFindCommand,
  study: async () => (await import("./study.ts")).studyCommand,
  summary: async () => (await import("./summary.ts")).summaryCommand,
  gradcheck: async () => (await import("./gradcheck.ts")).gradcheckCommand,
  bench: async () => (await import("./bench.ts")).benchCommand,
  info: async () => (await import("./info.ts")).infoCommand,
};

/** The command that is named, or all where none is: for the list of them, and to suggest one. */
async function registerCommands(cli: Command, given: readonly string[]): Promise<void> {
  const [name] = given.filter((arg) => !arg.startsWith("-") && arg !== "help");
  const named = Object.entries(commands).filter(([key]) => key === name);
  const loading = (named.length > 0 ? named : Object.entries(commands)).map(([, load]) => load());
  for (const register of await Promise.all(loading)) register(cli);
}

/** Runs the command that the arguments name; it sets the exit code if that is not 0. */
export async function runProgram(argv: readonly string[]): Promise<void> {
  const given = argv.slice(2);
  const empty = given.find((arg) => arg === "" || /^--[\w-]+=$/.test(arg));
  if (empty !== undefined) throw new UsageError(`an empty argument: "${empty}"`);
  const cli = makeProgram();
  await registerCommands(cli, given);
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

/** Otherwise the last of several would count, and the others would be ignored. */
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
