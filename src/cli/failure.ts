import { inspect } from "node:util";
import { AlexgradError } from "../core/errors.ts";
import { isOutOfMemory, platformReason } from "../core/platform.ts";
import { oneLine } from "../core/visible.ts";
import { UsageError } from "./options.ts";
import { note, watchOutput } from "./output.ts";

/** Exit codes beside 0; a signal's is 128 and its number. */
export const exitCodes = { failed: 1, usage: 2 } as const;

/** What the user is told of an error, in one line, and the exit code. */
export function describeFailure(thrown: unknown): { readonly text: string; readonly code: number } {
  const error = firstOf(thrown);
  if (!(error instanceof Error)) return internal(String(error));
  const { message } = error;
  if (error instanceof UsageError) return { text: message, code: exitCodes.usage };
  if (error instanceof AlexgradError) return { text: message, code: exitCodes.failed };
  if (isOutOfMemory(error)) {
    return {
      text: `out of memory: ${message}; a smaller --batch, --size, --limit or --width needs less`,
      code: exitCodes.failed,
    };
  }
  const reason = platformReason(error);
  if (reason === undefined && !("syscall" in error)) return internal(message);
  const what = "path" in error ? `${error.path}: ` : "";
  return { text: `${what}${reason ?? message}`, code: exitCodes.failed };
}

function internal(message: string) {
  return {
    text: `internal error: ${message}; run again with --debug for the stack`,
    code: exitCodes.failed,
  };
}

/** The failure that others followed: of closing what was open, or of the other members of a group. */
function firstOf(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return firstOf(error.errors[0]);
  // Not by its class, which Node 20 does not have.
  if (error instanceof Error && error.name === "SuppressedError" && "suppressed" in error) {
    return firstOf(error.suppressed);
  }
  return error;
}

/** Says what failed; with --debug how, too. @returns the exit code. */
export function reportFailure(error: unknown): number {
  const { text, code } = describeFailure(error);
  note(`alexgrad: ${oneLine(text)}`);
  if (process.argv.includes("--debug")) note(inspect(error, { depth: 6 }));
  return code;
}

/** No failure is shown by Node, with its stack, and none is passed over. */
export function watchProcess(): void {
  const end = (error: unknown) => process.exit(reportFailure(error));
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
  watchOutput((error) => end(new AlexgradError(`cannot write the output: ${platformReason(error, "write")}`)));
}
