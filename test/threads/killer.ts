import type { Worker } from "node:worker_threads";
import { Rng } from "../../src/index.ts";

/** Node 20 and 22 may abort the process if a thread is terminated while it loads modules: there threads are killed later. */
const survivesKillsWhileLoading = Number.parseInt(process.versions.node, 10) > 22;

/** Terminates every thread that this process starts, at a random moment of its life. */
export class Killer implements Disposable {
  kills = 0;
  readonly #rng: Rng;
  readonly #longestLife: number;

  /** @param longestLife in milliseconds. */
  constructor(seed: number, longestLife: number) {
    this.#rng = new Rng(seed);
    this.#longestLife = longestLife;
    process.on("worker", this.#aim);
  }

  [Symbol.dispose](): void {
    process.off("worker", this.#aim);
  }

  readonly #aim = (worker: Worker) => {
    const life = this.#rng.uniform(0, this.#longestLife);
    if (survivesKillsWhileLoading) this.#killLater(worker, life);
    else worker.once("message", () => this.#killLater(worker, life));
  };

  #killLater(worker: Worker, milliseconds: number): void {
    const timer = setTimeout(() => {
      this.kills += 1;
      void worker.terminate();
    }, milliseconds).unref();
    worker.once("exit", () => clearTimeout(timer));
  }
}
