import { DeviceError } from "../../core/errors.ts";
import type { Heap } from "./heap.ts";
import {
  AWAITED,
  AWAKE,
  CHECKED,
  CHUNK,
  CHUNKS,
  CLAIM,
  COMPLETED,
  claimOf,
  DONE,
  ENTRY,
  FAILED,
  HAS_RECORD,
  IN_PLACE,
  INPUT_COUNT,
  INPUTS,
  lost,
  maxInputs,
  OUTPUT,
  POINTER_COUNT,
  POINTERS,
  RECORD,
  SCRATCH,
  SCRATCH_BYTES,
  SUBMITTED,
  slotOf,
  slots,
  statusOf,
  TEXT,
  textBytes,
  trapped,
  UNITS,
  unclaimed,
  VALUE,
} from "./layout.ts";
import { complete, statusOfInputs, wake } from "./loop.ts";
import type { Pass, Units } from "./pass.ts";

/** A kernel's run, of one command or several. */
interface Call {
  readonly kernel: string;
  /** The buffer to compute, and its size in elements. */
  readonly output: number;
  readonly size: number;
  /** Whether it is written over one of the inputs. */
  readonly inPlace: boolean;
  /** Buffers without which the kernel cannot run. */
  readonly inputs: readonly number[];
}

interface Entered {
  readonly call: Call;
  readonly expected: string | undefined;
}

/** Nanoseconds below which a command is not worth sharing, and a chunk of one not worth claiming. */
const leastShared = 20_000;
const leastChunk = 10_000;
const chunksPerThread = 16;

/** The main thread's side of the commands; see layout.ts for the words. */
export class Stream {
  readonly #heap: Heap;
  readonly #threads: number;
  /** By slot. */
  readonly #entered: Entered[] = [];
  /** By status. Kept: a buffer may be read at any time. */
  readonly #errors = new Map<number, DeviceError>();
  /** In the order of their commands. */
  readonly #unreported = new Set<DeviceError>();
  #broken: DeviceError | null = null;
  #submitted = 0;
  /** How many commands are known to have failed or not. */
  #collected = 0;

  constructor(heap: Heap, threads: number) {
    this.#heap = heap;
    this.#threads = threads;
  }

  /** How many commands have been published. */
  get submitted(): number {
    return this.#submitted;
  }

  get completed(): number {
    return this.#submitted - ((this.#submitted - Atomics.load(this.#heap.words, COMPLETED)) | 0);
  }

  /** Publishes a call's commands. The ring must have room for them: `slots` less the commands not yet completed. A
   *  worker that is awake will see them; where all sleep, some are woken. `scratch`: for each pass, the memory of all
   *  threads. */
  submit(call: Call, passes: readonly Pass[], scratch: readonly number[]): void {
    this.checkWhole();
    const first = this.#submitted;
    if (first + passes.length > this.completed + slots) throw new RangeError("the ring has no room for the commands");
    const later = { ...call, inputs: [...call.inputs, call.output] };
    try {
      passes.forEach((pass, i) => {
        this.#push(pass, i === 0 ? call : later, scratch[i]);
      });
    } catch (error) {
      this.#submitted = first;
      throw error;
    }
    const { words } = this.#heap;
    Atomics.store(words, SUBMITTED, this.#submitted | 0);
    if (Atomics.load(words, AWAKE) === 0) wake(words, words[slotOf(first) + CHUNKS]);
  }

  /** Waits until this many commands are completed in all. One wait at a time. */
  async reached(commands: number): Promise<void> {
    const { words } = this.#heap;
    Atomics.store(words, AWAITED, commands | 0);
    while (this.completed < commands) {
      this.checkWhole();
      const seen = Atomics.load(words, COMPLETED);
      if (this.completed >= commands) return;
      const { async, value } = Atomics.waitAsync(words, COMPLETED, seen);
      if (async) await value;
    }
  }

  /** Why a buffer has no values, if it has none. The next `settle` does not report this again. */
  errorOf(buffer: number): DeviceError | undefined {
    this.#collect();
    const error = this.#errors.get(this.#heap.words[this.#heap.statusAt(buffer)]);
    if (error !== undefined) this.#unreported.delete(error);
    return error;
  }

  /** Waits for all commands. Rejects with the first failure since the last time, of those not yet reported. */
  async settle(): Promise<void> {
    await this.reached(this.#submitted);
    this.#collect();
    const [error] = this.#unreported;
    this.#unreported.clear();
    if (error !== undefined) throw error;
  }

  /** Ends the command that was under way when workers were lost; no worker may be running. A worker that leaves has
   *  done every chunk it claimed, so one that is claimed and not done was lost. Where none is, the command goes on. */
  repair(reason: string, cause: unknown): void {
    const command = this.completed;
    if (command === this.#submitted) return;
    const { words } = this.#heap;
    const slot = slotOf(command);
    const chunks = words[slot + CHUNKS];
    const claimed = chunks - unclaimed(words[slot + CLAIM], command);
    const done = words[slot + DONE];
    if (done === claimed && done < chunks) return;
    this.#collect();
    this.#collected += 1;
    if (done < claimed && statusOfInputs(this.#heap, slot) === 0) {
      words[slot + FAILED] = lost;
      this.#fail(command, reason, cause);
    }
    complete(this.#heap, command);
  }

  /** @throws DeviceError if nothing will be completed any more. */
  checkWhole(): void {
    if (this.#broken !== null) throw this.#broken;
  }

  /** Nothing will be completed any more. */
  break(error: DeviceError): void {
    this.#broken = error;
    Atomics.notify(this.#heap.words, COMPLETED);
  }

  #push(pass: Pass, call: Call, scratch: number): void {
    const { entry, pointers, words: record, units } = pass;
    if (call.inputs.length > maxInputs) throw new RangeError(`${call.kernel} has too many inputs for a slot`);
    if (this.#submitted - this.#collected === slots) this.#collect();
    const { words } = this.#heap;
    const slot = slotOf(this.#submitted);
    const { chunk, chunks } = cut(units, this.#threads);
    words[slot + DONE] = 0;
    words[slot + FAILED] = 0;
    words[slot + CHUNKS] = chunks;
    words[slot + CHUNK] = chunk;
    words[slot + UNITS] = units.units;
    words[slot + ENTRY] = entry;
    words[slot + POINTER_COUNT] = pointers.length;
    words[slot + SCRATCH] = scratch;
    words[slot + SCRATCH_BYTES] = scratchBytes(pass);
    words[slot + HAS_RECORD] = record.length > 0 ? 1 : 0;
    words[slot + OUTPUT] = call.output;
    words[slot + IN_PLACE] = call.inPlace ? 1 : 0;
    words[slot + INPUT_COUNT] = call.inputs.length;
    words[slot + CHECKED] = units.checks?.input.address ?? 0;
    words.set(pointers, slot + POINTERS);
    words.set(call.inputs, slot + INPUTS);
    words.set(record, slot + RECORD);
    Atomics.store(words, slot + CLAIM, claimOf(this.#submitted, chunks));
    this.#entered[this.#submitted & (slots - 1)] = { call, expected: units.checks?.expected };
    this.#submitted += 1;
  }

  /** Looks for failures among the commands completed since the last time. */
  #collect(): void {
    for (const end = this.completed; this.#collected < end; this.#collected++) {
      const slot = slotOf(this.#collected);
      const failed = this.#heap.words[slot + FAILED];
      if (failed !== 0) this.#fail(this.#collected, this.#reason(slot, failed));
    }
  }

  #reason(slot: number, failed: number): string {
    if (failed === trapped) return this.#text(slot);
    const { expected } = this.#entered[this.#collected & (slots - 1)];
    return `expected ${expected}; got ${this.#heap.floats[slot + VALUE]} at index ${failed - 1}`;
  }

  #text(slot: number): string {
    const bytes = new Uint8Array(this.#heap.memory.buffer, (slot + TEXT) * 4, textBytes);
    return String.fromCharCode(...bytes.subarray(0, bytes.indexOf(0)));
  }

  #fail(command: number, reason: string, cause?: unknown): void {
    const { kernel, size } = this.#entered[command & (slots - 1)].call;
    const error = new DeviceError(`${kernel}: failed on cpu (${size} elements): ${reason}`, { cause });
    this.#errors.set(statusOf(command), error);
    this.#unreported.add(error);
  }
}

/** Bytes of a pass's scratch for one thread. */
export function scratchBytes({ scratch }: Pass): number {
  return Math.ceil(scratch / 64) * 64;
}

/** Units of a chunk, and how many chunks: enough that threads which start late or are slow do less, but none so short
 *  that claiming it shows. */
function cut({ units, cost, align = 1 }: Units, threads: number): { chunk: number; chunks: number } {
  const total = units * cost;
  const shared = threads > 1 && total >= leastShared;
  const wanted = shared ? Math.min(units / align, threads * chunksPerThread, total / leastChunk) : 1;
  const chunk = Math.max(1, Math.ceil(units / Math.max(1, Math.floor(wanted)) / align)) * align;
  return { chunk, chunks: Math.max(1, Math.ceil(units / chunk)) };
}
