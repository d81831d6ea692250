import { entryPoints } from "./entryPoints.ts";
import { Heap } from "./heap.ts";
import {
  AWAITED,
  AWAKE,
  CHECKED,
  CHUNK,
  CHUNKS,
  CLAIM,
  COMPLETED,
  DONE,
  ENTRY,
  FAILED,
  HAS_RECORD,
  IN_PLACE,
  INPUT_COUNT,
  INPUTS,
  OUTPUT,
  POINTER_COUNT,
  POINTERS,
  RECORD,
  SCRATCH,
  SCRATCH_BYTES,
  SIGNAL,
  STOP,
  SUBMITTED,
  slotOf,
  statusOf,
  TEXT,
  textBytes,
  trapped,
  UNITS,
  unclaimed,
  VALUE,
} from "./layout.ts";

/** What a worker needs to take part. */
export interface Start {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly worker: number;
  readonly threads: number;
  /** How often to look for work before going to sleep. */
  readonly spins: number;
}

/** What a worker does from when it is started until the workers stop. */
export function work({ module, memory, worker, threads, spins }: Start): void {
  new Loop(new Heap(memory), module, worker, threads).run(spins);
}

/** (…pointers, scratch?, record?, begin, end). */
type Entry = (...args: readonly number[]) => number | undefined;

/** One thread's part in running the commands; see layout.ts for the words. */
export class Loop {
  readonly #heap: Heap;
  readonly #entries: readonly Entry[];
  readonly #worker: number;
  readonly #threads: number;
  readonly #args: number[] = [];

  constructor(heap: Heap, module: WebAssembly.Module, worker: number, threads: number) {
    const { exports } = new WebAssembly.Instance(module, { env: { memory: heap.memory } });
    this.#entries = entryPoints.map((name) => exports[name] as Entry);
    this.#heap = heap;
    this.#worker = worker;
    this.#threads = threads;
  }

  /** Runs commands as they come, until the main thread says stop. */
  run(spins: number): void {
    const { words } = this.#heap;
    Atomics.add(words, AWAKE, 1);
    let idle = 0;
    while (Atomics.load(words, STOP) === 0) {
      if (this.step()) {
        idle = 0;
      } else if (++idle > spins) {
        this.#sleep();
        idle = 0;
      }
    }
    Atomics.sub(words, AWAKE, 1);
  }

  /** Does one chunk of the next command. False if there is none to claim. */
  step(): boolean {
    const heap = this.#heap;
    const { words } = heap;
    const command = Atomics.load(words, COMPLETED);
    if (Atomics.load(words, SUBMITTED) === command) return false;
    const slot = slotOf(command);
    const left = claim(words, slot, command);
    if (left === 0) return false;
    const chunks = words[slot + CHUNKS];
    if (left === chunks && chunks > 1 && Atomics.load(words, AWAKE) < this.#threads) wake(words, chunks - 1);
    if (statusOfInputs(heap, slot) === 0) this.#runChunk(slot, chunks - left);
    if (Atomics.add(words, slot + DONE, 1) + 1 === chunks) complete(heap, command);
    return true;
  }

  #runChunk(slot: number, chunk: number): void {
    const { words } = this.#heap;
    const args = this.#args;
    args.length = 0;
    for (let i = 0; i < words[slot + POINTER_COUNT]; i++) args.push(words[slot + POINTERS + i]);
    const scratch = words[slot + SCRATCH_BYTES];
    if (scratch > 0) args.push(words[slot + SCRATCH] + this.#worker * scratch);
    if (words[slot + HAS_RECORD] === 1) args.push((slot + RECORD) * 4);
    const begin = chunk * words[slot + CHUNK];
    args.push(begin, Math.min(begin + words[slot + CHUNK], words[slot + UNITS]));
    try {
      const result = this.#entries[words[slot + ENTRY]](...args) ?? 0;
      if (result !== 0) fail(words, slot, result);
    } catch (error) {
      if (fail(words, slot, trapped)) writeText(words, slot, String(error));
    }
  }

  /** Sleeps unless there is work. Whoever publishes or claims looks at AWAKE after it has changed what `#canClaim` reads;
   *  this looks after it has left AWAKE: so one of the two sees the other. */
  #sleep(): void {
    const { words } = this.#heap;
    const signal = Atomics.load(words, SIGNAL);
    Atomics.sub(words, AWAKE, 1);
    if (!this.#canClaim() && Atomics.load(words, STOP) === 0) Atomics.wait(words, SIGNAL, signal);
    Atomics.add(words, AWAKE, 1);
  }

  #canClaim(): boolean {
    const { words } = this.#heap;
    const command = Atomics.load(words, COMPLETED);
    if (Atomics.load(words, SUBMITTED) === command) return false;
    return unclaimed(Atomics.load(words, slotOf(command) + CLAIM), command) > 0;
  }
}

/** Wakes up to `count` workers. */
export function wake(words: Int32Array, count: number): void {
  Atomics.add(words, SIGNAL, 1);
  Atomics.notify(words, SIGNAL, count);
}

/** The first error among the buffers that a command depends on; 0 if all are fine. */
export function statusOfInputs(heap: Heap, slot: number): number {
  const { words } = heap;
  for (let i = 0; i < words[slot + INPUT_COUNT]; i++) {
    const index = heap.statusAt(words[slot + INPUTS + i]);
    const status = heap.words[index];
    if (status !== 0) return status;
  }
  return 0;
}

/** Ends a command of which all chunks are done. What depends on a failed buffer has not run and fails with it; a buffer
 *  that was to be written in place then keeps its values and its status. */
export function complete(heap: Heap, command: number): void {
  const slot = slotOf(command);
  const output = heap.statusAt(heap.words[slot + OUTPUT]);
  const { words } = heap;
  const inherited = statusOfInputs(heap, slot);
  const failed = words[slot + FAILED];
  if (inherited === 0) {
    words[output] = failed === 0 ? 0 : statusOf(command);
    const checked = words[slot + CHECKED];
    if (failed > 0 && checked !== 0) {
      const value = heap.wordAt(checked + (failed - 1) * 4);
      words[slot + VALUE] = heap.words[value];
    }
  } else if (words[slot + IN_PLACE] === 0) {
    words[output] = inherited;
  }
  Atomics.store(words, COMPLETED, command + 1);
  if (Atomics.load(words, AWAITED) === ((command + 1) | 0)) Atomics.notify(words, COMPLETED);
}

/** Takes a chunk; returns how many were left, with it. */
function claim(words: Int32Array, slot: number, command: number): number {
  for (;;) {
    const seen = Atomics.load(words, slot + CLAIM);
    const left = unclaimed(seen, command);
    if (left === 0 || Atomics.compareExchange(words, slot + CLAIM, seen, seen - 1) === seen) return left;
  }
}

/** Keeps the smallest result, so that it does not depend on which thread was first. @returns whether it is this one. */
function fail(words: Int32Array, slot: number, result: number): boolean {
  for (;;) {
    const seen = Atomics.load(words, slot + FAILED);
    if (seen !== 0 && seen <= result) return false;
    if (Atomics.compareExchange(words, slot + FAILED, seen, result) === seen) return true;
  }
}

function writeText(words: Int32Array, slot: number, text: string): void {
  const bytes = new Uint8Array(words.buffer, (slot + TEXT) * 4, textBytes);
  bytes.fill(0);
  for (let i = 0; i < Math.min(text.length, textBytes); i++) bytes[i] = text.charCodeAt(i);
}
