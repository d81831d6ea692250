import type { Progress, Task } from "./run.ts";

/** The checks of an operator, run by a worker; it ends when nobody listens any more. */
export async function* ask(task: Task): AsyncGenerator<Progress> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const arrived: Progress[] = [];
  let wake: (error?: Error) => void = () => {};
  worker.onmessage = ({ data }: MessageEvent<Progress>) => {
    arrived.push(data);
    wake();
  };
  worker.onerror = ({ message }) => wake(new Error(message || "the worker did not start"));
  worker.postMessage(task);
  try {
    for (;;) {
      const error =
        arrived.length > 0
          ? undefined
          : await new Promise<Error | undefined>((resolve) => {
              wake = resolve;
            });
      if (error !== undefined) throw error;
      const progress = arrived.at(-1)!;
      arrived.length = 0;
      yield progress;
      if (progress.cases === progress.of) return;
    }
  } finally {
    worker.terminate();
  }
}
