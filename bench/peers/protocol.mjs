import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

/**
 * A prepared task. `run` is what is timed; `check` computes once from what was given, as README.md says of each task, and
 * leaves the job as it was prepared. `threads` is what is really in use.
 * @typedef {{ run: () => unknown, check: () => Float32Array | Promise<Float32Array>, threads: number }} Job
 * @typedef {{ threads: number, batch: number, given: Given }} Request
 * @typedef {(request: Request) => Job | Promise<Job>} Task
 */

/** The values of the file given, to be taken in its order. */
class Given {
  #values;
  #taken = 0;

  /** @param {string} path */
  constructor(path) {
    const { buffer, byteOffset, byteLength } = readFileSync(path);
    this.#values = new Float32Array(buffer, byteOffset, byteLength / 4);
  }

  /** @param {number[]} shape */
  take(shape) {
    const start = this.#taken;
    this.#taken += shape.reduce((product, size) => product * size, 1);
    if (this.#taken > this.#values.length) throw new Error(`expected ${this.#taken} values or more in the file given`);
    return this.#values.subarray(start, this.#taken);
  }
}

const print = (message) => console.log(JSON.stringify(message));

/**
 * Serves one task over stdin and stdout, as README.md says: an answer for each line.
 * @param {string} peer name and version
 * @param {Record<string, Task | string>} tasks each task, or the reason why the peer cannot do it
 */
export async function serve(peer, tasks) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { threads: { type: "string" }, batch: { type: "string" } },
  });
  const task = positionals[0] ?? "";
  const prepare = tasks[task] ?? `no task "${task}"`;
  if (typeof prepare === "string") return print({ unsupported: prepare });
  print({ peer });

  let job;
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === "go") {
      const start = performance.now();
      await job.run();
      print({ ms: performance.now() - start });
    } else if (line === "check") {
      const { buffer, byteOffset, byteLength } = await job.check();
      print({ output: Buffer.from(buffer, byteOffset, byteLength).toString("base64") });
    } else if (line.startsWith("given ")) {
      const given = new Given(line.slice("given ".length));
      job = await prepare({ threads: Number(values.threads), batch: Number(values.batch), given });
      print({ threads: job.threads });
    }
  }
}
