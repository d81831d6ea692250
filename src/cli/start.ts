import { reportFailure, watchProcess } from "./failure.ts";

/** Runs this process's command line: every failure from here on is shown by `reportFailure`. */
export async function start(): Promise<void> {
  watchProcess();
  await runCommandLine(process.argv);
}

/** Runs a command line; a failure is shown, and sets the exit code. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  try {
    const { runProgram } = await import("./program.ts");
    await runProgram(argv);
  } catch (error) {
    process.exitCode = reportFailure(error);
  }
}
