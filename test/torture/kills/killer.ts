import type { Worker } from "node:worker_threads";
import type { Rng } from "../../../src/core/rng.ts";
import { dyingCode, dyingShare } from "./dying.ts";

/** Kills threads of this process at random moments: those that have begun to work with `terminate`, and others while they
 *  start, where the process preloads dying.ts. A thread is not terminated before: Node itself can abort then. */
export class Killer {
  killed = 0;
  readonly #rng: Rng;
  readonly #begun = new Set<Worker>();
  #timer: NodeJS.Timeout | undefined;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  /** @param most kills; then it stops by itself.
   *  @param within how many milliseconds each comes after the one before. */
  start(most: number, within: number): void {
    process.on("worker", this.#watch);
    process.env[dyingShare] = String(this.#rng.int(3) / 4);
    const next = (left: number) => {
      if (left === 0) return this.stop();
      this.#timer = setTimeout(() => next(this.#killOne() ? left - 1 : left), this.#rng.int(within));
      this.#timer.unref();
    };
    next(most);
  }

  stop(): void {
    process.off("worker", this.#watch);
    clearTimeout(this.#timer);
    delete process.env[dyingShare];
  }

  readonly #watch = (worker: Worker): void => {
    worker.once("message", () => this.#begun.add(worker));
    worker.once("exit", (code) => {
      this.#begun.delete(worker);
      if (code === dyingCode) this.killed++;
    });
  };

  #killOne(): boolean {
    const begun = [...this.#begun];
    const worker = begun[this.#rng.int(begun.length + 1)];
    if (worker === undefined) return false;
    this.#begun.delete(worker);
    this.killed++;
    void worker.terminate();
    return true;
  }
}
