import type { Pool } from "./crew.ts";
import type { Start } from "./loop.ts";

/** Web Workers. */
export class BrowserPool implements Pool {
  intact = true;
  readonly #workers: readonly Worker[];

  constructor(threads: number) {
    const url = new URL("./worker.browser.js", import.meta.url);
    this.#workers = Array.from({ length: threads }, () => new Worker(url, { type: "module" }));
  }

  run(start: Start): Promise<void> {
    const worker = this.#workers[start.worker]!;
    return new Promise((resolve, reject) => {
      worker.onmessage = () => resolve();
      worker.onerror = ({ message }) => {
        this.intact = false;
        reject(new Error(message || "the worker's script could not be loaded"));
      };
      worker.postMessage(start);
    });
  }

  async close(): Promise<void> {
    this.intact = false;
    for (const worker of this.#workers) worker.terminate();
  }
}
