import { createRequire } from "node:module";
import { NodeThreads } from "../../threads/threads.node.ts";
import type { Start } from "./loop.ts";

const filename = createRequire(import.meta.url).resolve("#cpu-worker");

/** While a thread has a task, the process stays alive. */
export class NodePool extends NodeThreads<Start, void> {
  constructor(threads: number) {
    super({ filename, count: threads, attempts: 1, who: ({ worker }) => `worker ${worker + 1}` });
  }
}
