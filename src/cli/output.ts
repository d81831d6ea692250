import { oneLine, visible } from "../core/visible.ts";

/** Prints a result. */
export function print(text: string): void {
  process.stdout.write(`${visible(text)}\n`);
}

/** Prints what goes beside the results, to standard error. */
export function note(text: string): void {
  process.stderr.write(`${visible(text)}\n`);
}

/** Waits until the results are written. */
export function printed(): Promise<void> {
  return new Promise((resolve) => process.stdout.write("", () => resolve()));
}

export function isTerminal(): boolean {
  return process.stderr.isTTY === true;
}

/** How wide what is printed may be. */
export function columns(): number {
  return process.stdout.columns ?? 80;
}

/** Draws the terminal's current line anew. */
export function draw(text: string): void {
  process.stderr.write(`\r${oneLine(text).slice(0, (process.stderr.columns ?? 80) - 1)}\x1b[K`);
}

/** A reader that went away (head, a closed terminal) changes nothing: what is written to it is dropped, and the command
 *  goes on to its end. Standard error may fail in any way.
 *  @param onFailure called where results cannot be written for another reason, such as a full disk. */
export function watchOutput(onFailure: (error: NodeJS.ErrnoException) => void): void {
  process.stderr.on("error", () => {});
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    const isGone = error.code === "EPIPE" || (error.code === "EIO" && process.stdout.isTTY);
    if (!isGone) onFailure(error);
  });
}
