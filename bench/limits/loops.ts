import type { Helpers } from "../../src/devices/cpu/entries.ts";
import { newMemory } from "../../src/devices/cpu/heap.ts";

/** What a bare loop does on a thread. */
export type Loop =
  | { readonly kind: "compute"; readonly steps: number }
  | {
      readonly kind: "memory";
      /** Bytes, all of them read or written once a pass. */
      readonly bytes: number;
      /** The part of them that is written. */
      readonly written: number;
      readonly passes: number;
    };

/** Multiply-adds of a step of `multiplyAddBound`. */
export const multiplyAdds = 96;

const line = 64;
/** Lines of a block: what is read and written takes turns. */
const blockLines = 64;

/** Bytes that a memory loop goes through, and writes, in a pass over `bytes`. */
export function plan(bytes: number, written: number) {
  const blocks = Math.max(1, Math.round(bytes / (line * blockLines)));
  const writes = Math.round((blockLines * written) / bytes);
  return { blocks, writes, reads: blockLines - writes, bytes: blocks * blockLines * line };
}

/** The bare loops of the kernels' own module, in a memory of their own, on the calling thread. */
export class BareLoops {
  readonly #memory: WebAssembly.Memory;
  readonly #exports: Helpers;

  constructor(module: WebAssembly.Module, shared: boolean) {
    this.#memory = newMemory(16, shared);
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
    this.#exports = exports as WebAssembly.Exports & Helpers;
    new Float32Array(this.#memory.buffer, 0, multiplyAdds).fill(0.5);
  }

  /** @returns milliseconds. */
  run(loop: Loop): number {
    return loop.kind === "compute" ? this.#compute(loop.steps) : this.#stream(loop);
  }

  #compute(steps: number): number {
    const start = performance.now();
    this.#exports.multiplyAddBound(steps, 0);
    return performance.now() - start;
  }

  #stream({ bytes, written, passes }: Loop & { readonly kind: "memory" }): number {
    const { blocks, reads, writes } = plan(bytes, written);
    const from = 1024;
    const to = from + blocks * reads * line;
    const missing = to + blocks * writes * line + line - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / 2 ** 16));
    const start = performance.now();
    for (let pass = 0; pass < passes; pass++) this.#exports.streamBound(from, to, blocks, reads, writes);
    return performance.now() - start;
  }
}
