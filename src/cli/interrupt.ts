import { constants } from "node:os";

/** A terminal's Ctrl-C, a system that shuts down, a terminal that was closed. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

type Signal = (typeof signals)[number];

/** Exit code of a process that a signal ended, as shells have it. */
const exitCodeOf = (signal: Signal): number => 128 + constants.signals[signal];

/** Until it is disposed, signals do not end the process: the first one is noted, for the work to be saved; the next one
 *  ends the process at once. */
export class Interruption implements Disposable {
  /** The exit code for the signal that came; null: none came. */
  exitCode: number | null = null;
  readonly #listener: (signal: Signal) => void;

  constructor(onFirst: () => void) {
    this.#listener = (signal) => {
      if (this.exitCode !== null) process.exit(exitCodeOf(signal));
      this.exitCode = exitCodeOf(signal);
      onFirst();
    };
    for (const signal of signals) process.on(signal, this.#listener);
  }

  [Symbol.dispose](): void {
    for (const signal of signals) process.off(signal, this.#listener);
  }
}
