import type { Rng } from "../../../src/core/rng.ts";
import { entryPoints } from "../../../src/devices/cpu/entryPoints.ts";
import type { Pass } from "../../../src/devices/cpu/pass.ts";
import type { Buffer, Temporary } from "../../../src/devices/cpu/plan.ts";
import type { Build } from "./builds.ts";

/** A kernel's plan, whichever kernel's it is. */
export type AnyPlan = (temporary: Temporary, out: Buffer, ...args: readonly unknown[]) => Pass | readonly Pass[];

export interface RunOptions {
  /** The input whose buffer the output is written over. Default: a buffer of its own. */
  readonly over?: Float32Array | undefined;
  /** Cuts every pass at random places, and runs the pieces in random order. Default: each pass is one call. */
  readonly cuts?: Rng;
}

/** Runs kernels as their plans say, in a memory of its own that shows what they read or write but must not: the buffers
 *  stand between guard words, and whatever has no value yet holds NaN. */
export class Sandbox {
  readonly name: string;
  readonly #arena: Arena;
  readonly #exports: WebAssembly.Exports;

  constructor({ name, module, shared }: Build) {
    this.name = name;
    this.#arena = new Arena(shared);
    this.#exports = new WebAssembly.Instance(module, { env: { memory: this.#arena.memory } }).exports;
  }

  /** @param args the kernel's inputs, null where one is left out, and its geometry.
   *  @throws Error if an input holds what the kernel refuses, or if anything but the output was written. */
  run(plan: AnyPlan, size: number, args: readonly unknown[], { over, cuts }: RunOptions = {}): Float32Array {
    const arena = this.#arena;
    arena.clear();
    const inputs = new Map<unknown, Buffer>();
    for (const arg of args) if (arg instanceof Float32Array && !inputs.has(arg)) inputs.set(arg, arena.store(arg));
    const out = inputs.get(over) ?? { address: arena.allocate(4 * size), size };
    const buffers = args.map((arg) => inputs.get(arg) ?? arg);
    const passes = [plan((bytes) => ({ address: arena.allocate(bytes) }), out, ...buffers)].flat();
    const refused = passes.map((pass) => this.#run(pass, cuts)).find((reason) => reason !== undefined);
    arena.checkGuards();
    for (const [values, { address }] of inputs) {
      if (values !== over) arena.checkValues(address, values as Float32Array);
    }
    if (refused !== undefined) throw new Error(refused);
    return arena.floats.slice(out.address / 4, out.address / 4 + size);
  }

  /** Returns what the entry refuses, if it does. */
  #run({ entry, pointers, words, scratch, units: given }: Pass, cuts: Rng | undefined): string | undefined {
    const { units, align = 1, checks } = given;
    const arena = this.#arena;
    const run = this.#exports[entryPoints[entry]] as (...args: readonly number[]) => number | undefined;
    const own = scratch > 0 ? [arena.allocate(scratch)] : [];
    const record = words.length > 0 ? [arena.store(Int32Array.from(words)).address] : [];
    arena.allocate(0);
    let failed = Number.POSITIVE_INFINITY;
    for (const [begin, end] of cuts === undefined ? [[0, units] as const] : cut(units, align, cuts)) {
      for (const address of own) arena.spoil(address, scratch);
      const result = run(...pointers, ...own, ...record, begin, end) ?? 0;
      if (result !== 0) failed = Math.min(failed, result);
    }
    if (failed === Number.POSITIVE_INFINITY) return undefined;
    const value = checks && arena.floats[checks.input.address / 4 + failed - 1];
    return `expected ${checks?.expected}; got ${value} at index ${failed - 1}`;
  }
}

/** Up to four pieces of [0, units), in random order. */
function cut(units: number, align: number, rng: Rng): (readonly [begin: number, end: number])[] {
  const places = Math.ceil(units / align);
  const begins = [...new Set([0, 1, 2, 3].map((i) => (i === 0 ? 0 : rng.int(places) * align)))].sort((a, b) => a - b);
  const pieces = begins.map((begin, i) => [begin, begins[i + 1] ?? units] as const);
  return Array.from(rng.permutation(pieces.length), (i) => pieces[i]);
}

const quietNaN = 0x7fc0dead;
/** 3·10³⁸: what a maximum would take, where it passes over NaN. */
const huge = 0x7f61b1e6;

function guard(word: number): number {
  return word % 2 === 0 ? quietNaN : huge;
}

/** A memory that is given out from its start to its end, with at least 64 bytes of guard words before and after each
 *  buffer. They begin right after a buffer's last element. */
class Arena {
  readonly memory: WebAssembly.Memory;
  words: Int32Array;
  floats: Float32Array;
  #end = 0;
  /** First and last + 1 of the words between two buffers. */
  readonly #gaps: (readonly [from: number, to: number])[] = [];

  constructor(shared: boolean) {
    this.memory = new WebAssembly.Memory({ initial: 256, maximum: 65536, shared });
    this.words = new Int32Array(this.memory.buffer);
    this.floats = new Float32Array(this.memory.buffer);
  }

  clear(): void {
    this.#end = 0;
    this.#gaps.length = 0;
  }

  /** Returns the address of a buffer that holds NaN. */
  allocate(bytes: number): number {
    const address = Math.ceil(this.#end / 64 + 1) * 64;
    this.#reserve(address + bytes);
    const gap = [this.#end / 4, address / 4] as const;
    for (let word = gap[0]; word < gap[1]; word++) this.words[word] = guard(word);
    this.#gaps.push(gap);
    this.spoil(address, bytes);
    this.#end = address + Math.ceil(bytes / 4) * 4;
    return address;
  }

  store(values: Float32Array | Int32Array): Buffer {
    const address = this.allocate(values.byteLength);
    (values instanceof Float32Array ? this.floats : this.words).set(values, address / 4);
    return { address, size: values.length };
  }

  spoil(address: number, bytes: number): void {
    this.words.fill(quietNaN, address / 4, Math.ceil((address + bytes) / 4));
  }

  checkGuards(): void {
    for (const [from, to] of this.#gaps) {
      for (let word = from; word < to; word++) {
        if (this.words[word] !== guard(word)) throw new Error(`wrote ${4 * (word - from)} bytes behind a buffer's end`);
      }
    }
  }

  checkValues(address: number, values: Float32Array): void {
    const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
    const at = bits.findIndex((word, i) => word !== this.words[address / 4 + i]);
    if (at >= 0) throw new Error(`wrote element ${at} of an input`);
  }

  #reserve(end: number): void {
    const missing = end - this.memory.buffer.byteLength;
    if (missing <= 0) return;
    this.memory.grow(Math.ceil(missing / 2 ** 16));
    this.words = new Int32Array(this.memory.buffer);
    this.floats = new Float32Array(this.memory.buffer);
  }
}
