import { reportFailure, watchProcess } from "./failure.ts";

/** Runs the command line: every failure from here on is shown by `reportFailure`. */
export async function start(): Promise<void> {
  watchProcess();
  try {
    const { runProgram } = await import("./program.ts");
    await runProgram(process.argv);
  } catch (error) {
    process.exitCode = reportFailure(error);
  }
}
