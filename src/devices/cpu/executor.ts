import type { Floats } from "../device.ts";
import { Busy, type Executor } from "../executor.ts";
import type { KernelArguments, KernelName } from "../kernels.ts";
import { Allocator, type Range } from "./allocator.ts";
import { type Crew, Inline, type Pool, Workers } from "./crew.ts";
import { Heap, headerBytes, maxPages, newMemory } from "./heap.ts";
import { heapStart, slots } from "./layout.ts";
import type { Area } from "./pass.ts";
import { type Buffer, inPlaceKernels, type Plans } from "./plan.ts";
import { Stream, scratchBytes } from "./stream.ts";

const pageBytes = 2 ** 16;
const firstPages = 16;
const leastGrowth = 2 ** 24;
/** No plan has more passes. */
const mostPasses = 16;

interface CpuOptions {
  /** The module of the SIMD kernels, over a shared memory if there is a pool. */
  readonly module: WebAssembly.Module;
  readonly plans: Plans;
  readonly threads: number;
  /** How often an idle worker looks for work before it sleeps. */
  readonly spins: number;
  /** Makes the threads; null: everything runs on the calling one. */
  readonly newPool: (() => Pool) | null;
}

/** A tensor's values in the memory, after the header. */
class CpuBuffer implements Buffer {
  readonly range: Range;
  readonly size: number;
  /** How many commands must be completed before its values are there. */
  ready: number;

  constructor(range: Range, size: number, ready: number) {
    this.range = range;
    this.size = size;
    this.ready = ready;
  }

  get address(): number {
    return this.range.start + headerBytes;
  }
}

/** Turns calls into commands, and returns before they have run. Memory is given out and taken back in the order of the
 *  calls: as commands run in that order, a buffer can be another's right after the last call that uses it. */
export class CpuExecutor implements Executor<CpuBuffer> {
  readonly name = "cpu";
  readonly dtype = "float32";
  readonly kernels: readonly KernelName[];
  readonly #plans: Plans;
  readonly #heap: Heap;
  readonly #allocator: Allocator;
  readonly #stream: Stream;
  readonly #crew: Crew;

  constructor({ module, plans, threads, spins, newPool }: CpuOptions) {
    const shared = newPool !== null;
    const memory = newMemory(firstPages, shared);
    this.kernels = Object.keys(plans) as KernelName[];
    this.#plans = plans;
    this.#heap = new Heap(memory);
    this.#allocator = new Allocator(heapStart, firstPages * pageBytes, maxPages * pageBytes, (end) => this.#grow(end));
    this.#stream = new Stream(this.#heap, threads);
    this.#crew = shared
      ? new Workers(this.#heap, this.#stream, { module, memory, threads, spins }, newPool)
      : new Inline(this.#heap, module);
  }

  /** Not while a command that is under way may use the memory, which another buffer had before. */
  write(values: Floats, urgent: boolean): CpuBuffer | Busy {
    this.#stream.checkWhole();
    const buffer = this.#allocate(values.length);
    const { freedAt } = buffer.range;
    if (!this.#isReached(freedAt, urgent)) {
      this.#allocator.free(buffer.range, freedAt);
      return this.#busyUntil(freedAt);
    }
    this.#heap.words[this.#heap.statusAt(buffer.address)] = 0;
    this.#heap.floats.set(values, buffer.address / 4);
    return buffer;
  }

  async read(buffer: CpuBuffer): Promise<Floats> {
    await this.#stream.reached(buffer.ready);
    const error = this.#stream.errorOf(buffer.address);
    if (error !== undefined) throw error;
    return this.#valuesOf(buffer).slice();
  }

  /** Works on the calling thread until they are there. */
  peek(buffer: CpuBuffer): Floats | null {
    const isThere = this.#isReached(buffer.ready, true) && this.#heap.words[this.#heap.statusAt(buffer.address)] === 0;
    return isThere ? this.#valuesOf(buffer) : null;
  }

  free({ range }: CpuBuffer): void {
    this.#allocator.free(range, this.#stream.submitted);
  }

  run<K extends KernelName>(
    kernel: K,
    size: number,
    into: CpuBuffer | null,
    args: KernelArguments<CpuBuffer>[K],
    urgent: boolean,
  ): CpuBuffer | Busy {
    const stream = this.#stream;
    stream.checkWhole();
    const { pause } = this.#crew;
    if (pause !== null && !urgent) return new Busy(pause);
    const room = stream.submitted - slots / 2;
    if (stream.submitted - stream.completed > slots - mostPasses && !this.#isReached(room, urgent)) {
      return this.#busyUntil(room);
    }
    const inputs = (args as readonly unknown[]).filter((arg) => arg instanceof CpuBuffer);
    const overwrite = into !== null && (inPlaceKernels.has(kernel) || !inputs.includes(into));
    const out = overwrite ? into : this.#allocate(size);
    const held: Range[] = [];
    const temporary = (bytes: number): Area => {
      const range = this.#allocator.allocate(bytes);
      held.push(range);
      return { address: range.start };
    };
    try {
      const passes = [this.#plans[kernel](temporary, out, ...args)].flat();
      const scratch = passes.map((pass) =>
        pass.scratch ? temporary(scratchBytes(pass) * this.#crew.size).address : 0,
      );
      const call = { kernel, output: out.address, size, inPlace: overwrite, inputs: inputs.map((x) => x.address) };
      stream.submit(call, passes, scratch);
    } catch (error) {
      if (out !== into) this.free(out);
      throw error;
    } finally {
      for (const range of held) this.#allocator.free(range, stream.submitted);
    }
    out.ready = stream.submitted;
    if (into !== null && into !== out) this.free(into);
    this.#crew.wakeUp();
    return out;
  }

  settle(): Promise<void> {
    return this.#stream.settle();
  }

  close(): Promise<void> {
    return this.#crew.close();
  }

  #busyUntil(commands: number): Busy {
    // Where this rejects, the next attempt throws.
    return new Busy(this.#stream.reached(commands).catch(() => {}));
  }

  #isReached(commands: number, urgent: boolean): boolean {
    return this.#stream.completed >= commands || (urgent && this.#crew.help(commands));
  }

  #valuesOf({ address, size }: CpuBuffer): Floats {
    return this.#heap.floats.subarray(address / 4, address / 4 + size);
  }

  #allocate(size: number): CpuBuffer {
    return new CpuBuffer(this.#allocator.allocate(headerBytes + size * 4), size, 0);
  }

  /** By half of its size at least, so that growing stays rare; memory that nobody touches costs nothing. */
  #grow(end: number): number {
    const { memory } = this.#heap;
    const size = memory.buffer.byteLength;
    const wanted = Math.min(Math.max(end, size + Math.max(size / 2, leastGrowth)), maxPages * pageBytes);
    try {
      memory.grow(Math.ceil((wanted - size) / pageBytes));
    } catch {
      return size;
    }
    this.#heap.refresh();
    return memory.buffer.byteLength;
  }
}
