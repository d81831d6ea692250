import type { Helpers } from "../../src/devices/cpu/entries.ts";
import { newMemory } from "../../src/devices/cpu/heap.ts";

/** What a bare loop does on a thread. */
export type Loop =
  | { readonly kind: "compute"; readonly chains: Chains; readonly steps: number }
  | {
      readonly kind: "memory";
      /** Bytes, all of them read or written once a pass. */
      readonly bytes: number;
      /** The part of them that is written. */
      readonly written: number;
      readonly passes: number;
    };

/** How many of its chains `multiplyAddBound` can run: 12 vectors of 128 bits fit into registers, 24 where the engine joins
 *  pairs of them. */
export const chainCounts = [12, 24] as const;

type Chains = (typeof chainCounts)[number];

/** Multiply-adds of a step. */
export function multiplyAdds(chains: Chains): number {
  return 4 * chains;
}

/** Floats that `multiplyAddBound` reads and writes. */
export const chainFloats = 96;

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
    new Float32Array(this.#memory.buffer, 0, chainFloats).fill(0.5);
  }

  /** @returns milliseconds. */
  run(loop: Loop): number {
    return loop.kind === "compute" ? this.#compute(loop) : this.#stream(loop);
  }

  #compute({ steps, chains }: Loop & { readonly kind: "compute" }): number {
    const start = performance.now();
    this.#exports.multiplyAddBound(steps, chains, 0);
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
