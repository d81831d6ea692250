import { type Thread, ThreadLost, Threads, type ThreadsOptions } from "./threads.ts";

/** Web Workers. Their script posts a message when it is loaded, and one for each task that it has done. */
export class PageThreads<T, R> extends Threads<T, R> {
  constructor({ newWorker, ...options }: { readonly newWorker: () => Worker } & ThreadsOptions<T>) {
    super(() => new PageThread(newWorker()), options);
  }
}

class PageThread<T, R> implements Thread<T, R> {
  readonly ready: Promise<void>;
  isAlive = true;
  readonly #worker: Worker;
  #resolve: (result: R) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(worker: Worker) {
    this.ready = new Promise((resolve) => {
      worker.onmessage = () => {
        worker.onmessage = ({ data }: MessageEvent<R>) => this.#resolve(data);
        resolve();
      };
    });
    worker.onerror = ({ message }) => this.#lose(message || "its script could not be loaded");
    worker.onmessageerror = () => this.#lose("a message could not be read");
    this.#worker = worker;
  }

  run(task: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#worker.postMessage(task);
    });
  }

  async end(): Promise<void> {
    this.#lose("it was ended");
    this.#worker.terminate();
  }

  #lose(cause: string): void {
    this.isAlive = false;
    this.#reject(new ThreadLost(new Error(cause)));
  }
}
