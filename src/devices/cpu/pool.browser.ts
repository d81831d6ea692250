import { PageThreads } from "../../threads/threads.browser.ts";
import type { Start } from "./loop.ts";

export class BrowserPool extends PageThreads<Start, void> {
  constructor(threads: number) {
    const url = new URL("./worker.browser.js", import.meta.url);
    super({ url, count: threads, attempts: 1, who: ({ worker }) => `worker ${worker + 1}` });
  }
}
