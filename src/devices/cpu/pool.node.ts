import { createRequire } from "node:module";
import type { Worker } from "node:worker_threads";
import { Piscina } from "piscina";
import type { Pool } from "./crew.ts";
import type { Start } from "./loop.ts";

const filename = createRequire(import.meta.url).resolve("#cpu-worker");

/** Piscina's threads. Each takes one task at a time; while it has one, the process stays alive. */
export class NodePool implements Pool {
  intact = true;
  readonly #pool: Piscina<Start, void>;

  constructor(threads: number) {
    // Tasks do not end for a long time: neither waiting for the next one nor timing them is of use.
    this.#pool = new Piscina({
      filename,
      minThreads: threads,
      maxThreads: threads,
      atomics: "disabled",
      recordTiming: false,
    });
    // Piscina replaces a thread, but only once: if the new one dies before it is ready, its tasks wait forever.
    this.#pool.on("workerDestroy", () => {
      this.intact = false;
    });
    this.#pool.on("error", () => {});
  }

  get threads(): readonly Worker[] {
    return this.#pool.threads;
  }

  run(start: Start): Promise<void> {
    return this.#pool.run(start);
  }

  close(): Promise<void> {
    this.intact = false;
    return this.#pool.destroy();
  }
}
