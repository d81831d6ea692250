import { workerText } from "#cpu-worker-text";
import { PageThreads } from "../../threads/threads.browser.ts";
import type { Start } from "./loop.ts";
import type { Tile } from "./tiles.ts";
import type { Trial } from "./tune.ts";

export function openThreads(threads: number): PageThreads<Start, void> {
  return new PageThreads({ newWorker, count: threads, attempts: 1, who: ({ worker }) => `worker ${worker + 1}` });
}

/** Tunes in a thread, so that the page stays free. @throws ThreadError where it may have no threads. */
export async function tuneInThread(trial: Trial): Promise<Tile | null> {
  const threads = new PageThreads<Trial, Tile | null>({ newWorker, count: 1, who: () => "the choice of a tile" });
  try {
    return await threads.run(trial);
  } finally {
    await threads.close();
  }
}

let carried: string | null = null;
let isRefused = false;

/** From the text that the module carries, which every bundler and server leaves whole. Where the page's policy refuses
 *  scripts out of texts, from the file, in the expression by which bundlers know a worker. */
function newWorker(): Worker {
  if (isRefused) return new Worker(new URL("./worker.browser.js", import.meta.url), { type: "module" });
  carried ??= URL.createObjectURL(new Blob([workerText], { type: "text/javascript" }));
  try {
    const worker = new Worker(carried);
    worker.addEventListener("error", (event) => {
      // A script that runs and throws has a message.
      isRefused ||= !(event instanceof ErrorEvent);
    });
    return worker;
  } catch {
    isRefused = true;
    return newWorker();
  }
}
