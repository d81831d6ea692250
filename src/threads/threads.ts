import { ThreadError } from "../core/errors.ts";
import { after } from "./timer.ts";

/** A thread from its first task, which starts it, to its end. */
export interface Thread<T, R> {
  /** False once it was lost or ended. */
  readonly isAlive: boolean;
  /** Resolves when the thread has loaded its script and begins its first task. */
  readonly ready: Promise<void>;
  /** Runs a task, one at a time. Rejects with a `ThreadLost` where the thread is lost before it has the result, with the
   *  task's own error where it is not. */
  run(task: T): Promise<R>;
  /** Ends the thread when that is safe. Resolves, in bounded time, when it is gone. */
  end(): Promise<void>;
}

/** How a `Thread` tells that it was lost. */
export class ThreadLost extends Error {
  constructor(cause: unknown) {
    super((cause instanceof Error && cause.message) || "its error came without a message", { cause });
  }
}

export interface ThreadsOptions<T> {
  /** Threads at a time. */
  readonly count: number;
  /** What errors call a task. */
  readonly who: (task: T) => string;
  /** How many threads a task may lose before it is given up. 1 for a task that must not run twice. Default 2. */
  readonly attempts?: number;
  /** Milliseconds in which a thread must be ready. Default 30 seconds. */
  readonly startLimit?: number;
}

interface Job<T, R> {
  readonly task: T;
  readonly limit: number | undefined;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
  losses: number;
}

export const defaultStartLimit = 30_000;

/** How often in a row each of the threads may be lost before it is ready. */
const startsInARow = 10;

/** The life of all threads. A task starts a thread where none is idle and fewer than `count` run. Every task settles: a
 *  thread that dies, that does not become ready or that takes longer than its task may is given up and replaced, and its
 *  task runs again or fails with a ThreadError. Where no thread comes to be ready, nothing is started any more. */
export class Threads<T, R> implements AsyncDisposable {
  readonly #newThread: () => Thread<T, R>;
  readonly #options: Required<ThreadsOptions<T>>;
  /** By place, as `#running`. */
  readonly #threads: (Thread<T, R> | null)[];
  readonly #running: (Job<T, R> | null)[];
  readonly #waiting: Job<T, R>[] = [];
  readonly #ending = new Set<Promise<void>>();
  #failedStarts = 0;
  /** Why no task is taken any more. */
  #refusal: { readonly reason: ThreadError["reason"]; readonly text: string; readonly cause?: unknown } | null = null;
  #closing: Promise<void> | null = null;

  constructor(newThread: () => Thread<T, R>, options: ThreadsOptions<T>) {
    this.#newThread = newThread;
    this.#options = { attempts: 2, startLimit: defaultStartLimit, ...options };
    this.#threads = new Array(options.count).fill(null);
    this.#running = new Array(options.count).fill(null);
  }

  /** @param limit milliseconds that a thread may work on the task; then it is ended, and another takes its place.
   *  @throws ThreadError if the task's threads were lost, it took longer than `limit`, or `close` was called; what the
   *  task itself throws. */
  run(task: T, limit?: number): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ task, limit, resolve, reject, losses: 0 });
      this.#assign();
    });
  }

  /** Fails the tasks that are not done, and ends the threads. At any time, any number of times; never rejects. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The threads that were started and not given up. */
  protected get current(): readonly Thread<T, R>[] {
    return this.#threads.filter((thread) => thread !== null);
  }

  async #end(): Promise<void> {
    this.#refusal = { reason: "closed", text: "the threads were closed before it was done" };
    for (const job of this.#running) if (job !== null) this.#refuse(job);
    this.#assign();
    for (const place of this.#threads.keys()) this.#discard(place);
    await Promise.all(this.#ending);
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      const place = this.#running.indexOf(null);
      if (this.#refusal !== null) this.#refuse(this.#waiting.shift()!);
      else if (place >= 0) void this.#work(place, this.#waiting.shift()!);
      else return;
    }
  }

  async #work(place: number, job: Job<T, R>): Promise<void> {
    this.#running[place] = job;
    if (this.#threads[place]?.isAlive === false) this.#discard(place);
    try {
      this.#threads[place] ??= this.#start();
      job.resolve(await this.#attempt(this.#threads[place], job));
    } catch (error) {
      if (error instanceof ThreadLost || error instanceof ThreadError) this.#discard(place);
      if (error instanceof ThreadLost) this.#lose(job, error);
      else job.reject(error);
    }
    this.#running[place] = null;
    this.#assign();
  }

  #start(): Thread<T, R> {
    try {
      return this.#newThread();
    } catch (cause) {
      this.#failedStarts += 1;
      throw new ThreadLost(cause);
    }
  }

  #attempt(thread: Thread<T, R>, { task, limit }: Job<T, R>): Promise<R> {
    return new Promise((resolve, reject) => {
      let isReady = false;
      let settled = false;
      const { startLimit } = this.#options;
      const fail = (error: unknown) => {
        if (settled) return;
        settled = true;
        cancel();
        if (!isReady) this.#failedStarts += 1;
        reject(error);
      };
      let cancel = after(startLimit, () => fail(new ThreadLost(new Error(`it was not ready within ${startLimit} ms`))));
      void thread.ready.then(() => {
        if (settled) return;
        isReady = true;
        this.#failedStarts = 0;
        cancel();
        if (limit !== undefined)
          cancel = after(limit, () => fail(this.#error(task, "limit", `took more than ${limit} ms`)));
      });
      thread.run(task).then((result) => {
        settled = true;
        cancel();
        resolve(result);
      }, fail);
    });
  }

  #lose(job: Job<T, R>, { message, cause }: ThreadLost): void {
    const { attempts, count } = this.#options;
    job.losses += 1;
    if (this.#failedStarts >= startsInARow * count) {
      const text = `${this.#failedStarts} threads in a row were lost before they were ready: ${message}`;
      this.#refusal ??= { reason: "lost", text, cause };
    }
    if (job.losses < attempts) this.#waiting.unshift(job);
    else job.reject(this.#error(job.task, "lost", `${timesLost(job.losses)}: ${message}`, cause));
  }

  #refuse({ task, reject }: Job<T, R>): void {
    const { reason, text, cause } = this.#refusal!;
    reject(this.#error(task, reason, text, cause));
  }

  #discard(place: number): void {
    const ending = this.#threads[place]?.end();
    this.#threads[place] = null;
    if (ending === undefined) return;
    this.#ending.add(ending);
    void ending.finally(() => this.#ending.delete(ending));
  }

  #error(task: T, reason: ThreadError["reason"], text: string, cause?: unknown): ThreadError {
    return new ThreadError(`${this.#options.who(task)}: ${text}`, reason, { cause });
  }
}

function timesLost(losses: number): string {
  return losses === 1 ? "its thread was lost" : `${losses} threads were lost with it`;
}
