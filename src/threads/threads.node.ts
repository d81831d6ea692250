import type { Worker } from "node:worker_threads";
import { Piscina } from "piscina";
import { defaultStartLimit, type Thread, ThreadLost, Threads, type ThreadsOptions } from "./threads.ts";
import { after } from "./timer.ts";

/** What a thread runs. */
interface Script {
  /** Its default export is called with each task. */
  readonly filename: string;
  readonly workerData?: unknown;
}

/** Piscina requires the script before it imports it. Where Node can require a module, it aborts the process if the
 *  process exits, or the thread is terminated, meanwhile; an import it gives up. Not by execArgv, which would take the
 *  place of the process's own flags. */
function environment() {
  return { ...process.env, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --no-experimental-require-module` };
}

/** Worker threads of Node. */
export class NodeThreads<T, R> extends Threads<T, R> {
  constructor({ filename, workerData, ...options }: Script & ThreadsOptions<T>) {
    const limit = options.startLimit ?? defaultStartLimit;
    super(() => new NodeThread({ filename, workerData }, limit), options);
  }

  /** For tests that kill them. */
  get threads(): readonly Worker[] {
    return this.current.flatMap((thread) => (thread instanceof NodeThread ? (thread.worker ?? []) : []));
  }
}

/** A Piscina pool of one thread. Piscina passes the task and its result, and tells when the thread is ready and when it
 *  dies. It starts the thread for the first task; as the pool's minimum is 0, it does not replace it. */
class NodeThread<T, R> implements Thread<T, R> {
  readonly ready: Promise<void>;
  isAlive = true;
  worker: Worker | null = null;
  readonly #piscina: Piscina<T, R>;
  readonly #ended = new AbortController();
  /** Milliseconds to become ready, and to be gone. */
  readonly #limit: number;
  /** What the thread died of, where that was an error; an error that cannot be passed on is undefined. */
  #crash: { readonly cause: unknown } | null = null;
  #gone: Promise<void> = Promise.resolve();
  #lose: (cause: unknown) => void = () => {};

  constructor(script: Script, limit: number) {
    const one = { minThreads: 0, maxThreads: 1, idleTimeout: Number.POSITIVE_INFINITY, env: environment() };
    // Tasks are long: handing them over by Atomics would save little, and their times are not used.
    const piscina = new Piscina<T, R>({ ...script, ...one, atomics: "disabled", recordTiming: false });
    this.ready = new Promise((resolve) => piscina.once("workerCreate", () => resolve()));
    piscina.once("workerDestroy", () => {
      this.isAlive = false;
    });
    // The thread's own event tells it: see `#watch`.
    piscina.on("error", () => {});
    this.#piscina = piscina;
    this.#limit = limit;
  }

  run(task: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#lose = (cause) => reject(new ThreadLost(cause));
      this.#piscina
        .run(task, { signal: this.#ended.signal })
        .then(resolve, (error) => (this.isAlive ? reject(error) : this.#lose(error)));
      if (this.worker === null) this.#watch();
    });
  }

  /** Piscina forgets the task of a thread that dies before it is ready. */
  #watch(): void {
    const worker = this.#piscina.threads[0];
    this.worker = worker;
    this.#gone = new Promise((resolve) => {
      worker.once("error", (error) => {
        this.#crash = { cause: error };
      });
      worker.once("exit", (code) => {
        this.isAlive = false;
        this.#lose(this.#crash === null ? new Error(`it exited with code ${code}`) : this.#crash.cause);
        resolve();
      });
    });
  }

  /** Takes the task back, and waits until the thread is ready: Node 20 and 22 may abort the process if a thread is
   *  terminated while it loads modules; see `environment`. */
  async end(): Promise<void> {
    this.isAlive = false;
    if (this.worker === null) return;
    this.#ended.abort();
    await within(this.#limit, Promise.race([this.ready, this.#gone]));
    void this.#piscina.destroy();
    await within(this.#limit, this.#gone);
  }
}

function within(milliseconds: number, event: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = after(milliseconds, resolve);
    void event.then(() => {
      cancel();
      resolve();
    });
  });
}
