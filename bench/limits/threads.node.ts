import { createRequire } from "node:module";
import { NodeThreads } from "../../src/threads/threads.node.ts";
import type { RunLoops } from "./cpu.ts";
import { BareLoops } from "./loops.ts";
import type { LoopTask } from "./worker.node.ts";

const filename = createRequire(import.meta.url).resolve("#bench-worker");

/** One runs on the main thread, several on threads of their own, which keep their clocks. */
export function loopsOn(
  threads: number,
  module: WebAssembly.Module,
): { readonly run: RunLoops; close(): Promise<void> } {
  if (threads === 1) {
    const loops = new BareLoops(module, true);
    return { run: async (loop) => loops.run(loop), close: async () => {} };
  }
  const who = ({ loop }: LoopTask) => `the ${loop.kind} bound`;
  const pool = new NodeThreads<LoopTask, number>({ filename, count: threads, who });
  return {
    run: async (loop) => {
      const times = await Promise.all(Array.from({ length: threads }, () => pool.run({ module, loop })));
      return Math.max(...times);
    },
    close: () => pool.close(),
  };
}
