import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

/**
 * A prepared task. `threads` is what is really in use; `warmup` rounds run before the peer reports that it is ready.
 * @typedef {{ round: () => unknown, threads: number, warmup?: number }} Job
 * @typedef {{ threads: number, batch: number }} Request
 * @typedef {(request: Request) => Job | Promise<Job>} Task
 */

const batches = { forward: 8, train: 32, cifar: 128 };

const print = (message) => console.log(JSON.stringify(message));

/**
 * Serves one task over stdin and stdout: one timed round for each line "go".
 * @param {string} peer name and version
 * @param {Record<string, Task | string>} tasks each task, or the reason why the peer cannot do it
 */
export async function serve(peer, tasks) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { threads: { type: "string", default: "1" }, batch: { type: "string" } },
  });
  const task = positionals[0] ?? "";
  const prepare = tasks[task] ?? `no task "${task}"`;
  if (typeof prepare === "string") return print({ unsupported: prepare });

  const batch = Number(values.batch ?? batches[task] ?? 1);
  const { round, threads, warmup = 2 } = await prepare({ threads: Number(values.threads), batch });
  for (let i = 0; i < warmup; i++) await round();
  print({ ready: true, peer, task, batch, threads });

  for await (const line of createInterface({ input: process.stdin })) {
    if (line !== "go") continue;
    const start = performance.now();
    await round();
    print({ ms: performance.now() - start });
  }
}
