import { DeviceError } from "../../core/errors.ts";
import { messageOf } from "../../core/messageOf.ts";
import { after, nextTurn } from "../../threads/timer.ts";
import type { Heap } from "./heap.ts";
import { AWAKE, STOP } from "./layout.ts";
import { Loop, type Start, wake } from "./loop.ts";
import type { Stream } from "./stream.ts";

/** Threads that can each run one loop. */
export interface Pool {
  /** Runs `Loop.run` in a worker that is not running one. Resolves when it has left; rejects, in bounded time, if the
   *  worker was lost, which the next run replaces. */
  run(start: Start): Promise<void>;
  /** Ends the threads. */
  close(): Promise<void>;
}

/** What runs the commands. */
export interface Crew {
  /** How many threads may run commands at a time, the calling one included. */
  readonly size: number;
  /** What the next command should wait for; null: nothing. */
  readonly pause: Promise<void> | null;
  /** Called when commands were published. */
  wakeUp(): void;
  /** Runs commands on the calling thread until this many are completed in all.
   *  @returns false where another thread has one that does not end. */
  help(commands: number): boolean;
  close(): Promise<void>;
}

/** Milliseconds of work on the calling thread after which its event loop has a turn. A task of 50 is felt in a page. */
const slice = 25;

/** Runs the commands on the calling thread, where there can be no other. */
export class Inline implements Crew {
  readonly size = 1;
  readonly #loop: Loop;
  /** When the first command since the event loop's last turn ran, and what resolves at the next one. */
  #since: { readonly start: number; readonly turn: Promise<void> } | null = null;

  constructor(heap: Heap, module: WebAssembly.Module) {
    this.#loop = new Loop(heap, module, 0, 1);
  }

  get pause(): Promise<void> | null {
    this.#since ??= {
      start: performance.now(),
      turn: nextTurn().then(() => {
        this.#since = null;
      }),
    };
    return performance.now() - this.#since.start > slice ? this.#since.turn : null;
  }

  wakeUp(): void {
    while (this.#loop.step());
  }

  help(): boolean {
    return true;
  }

  async close(): Promise<void> {}
}

interface Loss {
  readonly worker: number;
  readonly cause: unknown;
}

/** The workers' time from a start to the next stop. */
interface Shift {
  /** By worker. They do not reject. */
  readonly tasks: Promise<void>[];
  readonly losses: Loss[];
  /** Commands completed when it began. */
  readonly completed: number;
}

/** Milliseconds without a command after which the workers stop. Until then they keep the process alive. */
const patience = 100;
/** Milliseconds that the calling thread waits for a chunk of another one, which may be lost. */
const helpPatience = 100;
/** Shifts in a row that may lose a worker without completing a command. */
const attempts = 10;

/** A worker per thread. All stop when none had work for a while, when one of them was lost, and at the end; the next
 *  command starts them again. */
export class Workers implements Crew {
  readonly size: number;
  readonly pause = null;
  readonly #heap: Heap;
  readonly #stream: Stream;
  readonly #start: Omit<Start, "worker">;
  readonly #pool: Pool;
  #helper: Loop | null = null;
  #shift: Shift | null = null;
  #stopping: Promise<void> | null = null;
  #shiftsWithoutProgress = 0;
  #closed = false;

  constructor(heap: Heap, stream: Stream, start: Omit<Start, "worker">, newPool: () => Pool) {
    this.#heap = heap;
    this.#stream = stream;
    this.#start = start;
    this.size = start.threads + 1;
    this.#pool = newPool();
  }

  wakeUp(): void {
    if (this.#shift === null) this.#begin();
  }

  help(commands: number): boolean {
    const { module, threads } = this.#start;
    this.#helper ??= new Loop(this.#heap, module, threads, threads);
    let seen = -1;
    let until = 0;
    while (this.#stream.completed < commands) {
      if (this.#helper.step()) continue;
      const { completed } = this.#stream;
      const now = performance.now();
      if (completed !== seen) until = now + helpPatience;
      else if (now > until) return false;
      seen = completed;
    }
    return true;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#stop();
    await this.#pool.close();
  }

  #begin(): void {
    const { words } = this.#heap;
    const { threads } = this.#start;
    Atomics.store(words, STOP, 0);
    Atomics.store(words, AWAKE, 0);
    const shift: Shift = { tasks: [], losses: [], completed: this.#stream.completed };
    this.#shift = shift;
    for (let worker = 0; worker < threads; worker++) shift.tasks.push(this.#work(worker, shift));
    this.#watch(shift);
  }

  async #work(worker: number, shift: Shift): Promise<void> {
    try {
      await this.#pool.run({ ...this.#start, worker });
    } catch (cause) {
      shift.losses.push({ worker, cause });
      if (this.#shift === shift) void this.#stop();
    }
  }

  /** Stops the shift when a while has passed without a command. */
  #watch(shift: Shift): void {
    const { submitted } = this.#stream;
    after(patience, () => {
      if (this.#shift !== shift) return;
      if (this.#stream.submitted === submitted && this.#stream.completed === submitted) void this.#stop();
      else this.#watch(shift);
    });
  }

  #stop(): Promise<void> {
    if (this.#shift !== null) this.#stopping ??= this.#end(this.#shift);
    return this.#stopping ?? Promise.resolve();
  }

  /** Has the workers leave, deals with what was lost, and begins the next shift where there is work. Never rejects. */
  async #end(shift: Shift): Promise<void> {
    const { words } = this.#heap;
    const { threads } = this.#start;
    Atomics.store(words, STOP, 1);
    wake(words, threads);
    // A worker that is still loading sees STOP before anything else.
    await Promise.all(shift.tasks);
    const [loss] = shift.losses;
    if (loss !== undefined) this.#stream.repair(describe(shift.losses, threads), loss.cause);
    const { completed, submitted } = this.#stream;
    const hasWork = completed < submitted;
    const isStuck = loss !== undefined && hasWork && completed === shift.completed;
    this.#shiftsWithoutProgress = isStuck ? this.#shiftsWithoutProgress + 1 : 0;
    if (this.#shiftsWithoutProgress === attempts) return this.#giveUp(loss?.cause);
    this.#shift = null;
    this.#stopping = null;
    if (hasWork && !this.#closed) this.wakeUp();
  }

  #giveUp(cause: unknown): void {
    const reason = messageOf(cause);
    this.#stream.break(
      new DeviceError(`cpu: the workers cannot be kept running: ${reason}; reference() computes without any`, {
        cause,
      }),
    );
  }
}

function describe(losses: readonly Loss[], threads: number): string {
  const numbers = losses.map(({ worker }) => worker + 1).sort((a, b) => a - b);
  return numbers.length === 1
    ? `worker ${numbers[0]} of ${threads} was lost; another takes its place: run the step again`
    : `workers ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)} of ${threads} were lost; others take their place: run the step again`;
}
