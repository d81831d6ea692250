import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ThreadError } from "../../src/core/errors.ts";
import { NodeThreads } from "../../src/threads/threads.node.ts";
import { Threads, type ThreadsOptions } from "../../src/threads/threads.ts";

type Task = number | "fail" | "die" | "crash" | "spin" | "unsendable";

const scripts = {
  works: `export default (task) => {
    if (task === "fail") throw new RangeError("the task is wrong");
    if (task === "die") process.exit(3);
    if (task === "crash") { setImmediate(() => { throw new Error("out of nowhere"); }); return new Promise(() => {}); }
    if (task === "spin") for (;;);
    if (task === "unsendable") return () => {};
    return task + 1;
  };`,
  throws: `throw new Error("no good"); export default () => {};`,
  exits: "process.exit(7); export default () => {};",
  waits: "await new Promise(() => {}); export default () => {};",
  spins: "for (;;); export default () => {};",
  tells: `import { workerData } from "node:worker_threads";
    await new Promise((resolve) => setTimeout(resolve, 300));
    workerData[0] = 1;
    export default () => { workerData[1] = 1; };`,
  missing: null,
};

const folder = mkdtempSync(join(tmpdir(), "alexgrad-threads-"));
const started: Worker[] = [];
const opened: NodeThreads<Task, number>[] = [];

function open(script: keyof typeof scripts, options: Partial<ThreadsOptions<Task>> & { workerData?: unknown } = {}) {
  const filename = join(folder, `${script}.mjs`);
  const threads = new NodeThreads<Task, number>({ filename, count: 2, who: (task) => `task ${task}`, ...options });
  opened.push(threads);
  return threads;
}

const hasEnded = ({ threadId }: Worker) => threadId === -1;
const keep = (worker: Worker) => started.push(worker);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
/** What came of each, as a value or the error's message. */
const outcomes = async (tasks: readonly Promise<number>[]) =>
  (await Promise.allSettled(tasks)).map((each) =>
    each.status === "fulfilled" ? each.value : (each.reason as Error).message,
  );

beforeAll(() => {
  for (const [name, text] of Object.entries(scripts)) {
    if (text !== null) writeFileSync(join(folder, `${name}.mjs`), text);
  }
  process.on("worker", keep);
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((threads) => threads.close()));
  expect(started.splice(0).every(hasEnded)).toBe(true);
});

afterAll(() => {
  process.off("worker", keep);
  rmSync(folder, { recursive: true });
});

describe("threads", () => {
  it("start with the first tasks, as many as there may be, and do all of them", async () => {
    const threads = open("works", { count: 3 });
    expect(started).toHaveLength(0);
    expect(await threads.run(4)).toBe(5);
    expect(started).toHaveLength(1);
    expect(await Promise.all(numbers(50).map((i) => threads.run(i)))).toEqual(numbers(50).map((i) => i + 1));
    expect(started).toHaveLength(3);
    expect(threads.threads).toEqual(started);
  });

  it("pass on a task's own error, and go on", async () => {
    const threads = open("works");
    await expect(threads.run("fail")).rejects.toThrow(new RangeError("the task is wrong"));
    expect(await threads.run(1)).toBe(2);
    expect(started).toHaveLength(1);
  });

  it("end one that takes longer than its task may, without another try, and go on", async () => {
    const threads = open("works", { count: 1 });
    const [spin, next] = [threads.run("spin", 200), threads.run(1, 60_000)];
    await expect(spin).rejects.toThrow(new ThreadError("task spin: took more than 200 ms", "limit"));
    expect(await next).toBe(2);
    expect(started).toHaveLength(2);
  });
});

describe("a thread that is lost", () => {
  it.each([
    ["die", "it exited with code 3"],
    ["crash", "out of nowhere"],
    ["unsendable", "its error came without a message"],
  ] as const)("in its task (%s) is replaced, and the task tried again, or not", async (task, cause) => {
    const twice = open("works");
    const once = open("works", { attempts: 1 });
    const others = numbers(6).map((i) => twice.run(i));
    const error = await twice.run(task).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ThreadError);
    expect(error).toMatchObject({ reason: "lost", message: `task ${task}: 2 threads were lost with it: ${cause}` });
    await expect(once.run(task)).rejects.toThrow(
      new ThreadError(`task ${task}: its thread was lost: ${cause}`, "lost"),
    );
    expect(await Promise.all(others)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await twice.run(7)).toBe(8);
    expect(await once.run(7)).toBe(8);
  });

  it("that cannot even be made fails its task", async () => {
    const refuse = () => {
      throw new TypeError("no threads here");
    };
    const threads = new Threads<number, number>(refuse, { count: 1, who: (task) => `task ${task}` });
    const message = "task 1: 2 threads were lost with it: no threads here";
    await expect(threads.run(1)).rejects.toThrow(new ThreadError(message, "lost"));
    await threads.close();
  });

  it("between two tasks is replaced, whether it is known to be dead or not", async () => {
    const threads = open("works", { count: 1 });
    expect(await threads.run(0)).toBe(1);
    void threads.threads[0].terminate();
    expect(await threads.run(1)).toBe(2);
    await threads.threads[0].terminate();
    expect(await threads.run(2)).toBe(3);
    expect(started).toHaveLength(3);
  });

  it.each([
    ["throws", "no good"],
    ["exits", "it exited with code 7"],
    ["waits", "it was not ready within 200 ms"],
    ["spins", "it was not ready within 200 ms"],
    ["missing", "Cannot find module"],
  ] as const)("while it starts (%s) fails its tasks", async (script, cause) => {
    const threads = open(script, cause.endsWith(" ms") ? { startLimit: 200 } : {});
    for (const outcome of await outcomes([1, 2, 3].map((task) => threads.run(task)))) {
      expect(outcome).toMatch(/^task [123]: 2 threads were lost with it: /);
      expect(outcome).toContain(cause);
    }
    expect(started).toHaveLength(6);
  });

  it("while it starts, again and again, is at last not replaced", async () => {
    const threads = open("exits", { count: 1 });
    const results = await outcomes(numbers(20).map((task) => threads.run(task)));
    expect(results.slice(0, 5).every((text) => /: 2 threads were lost with it: it exited/.test(String(text)))).toBe(
      true,
    );
    const refusal = "10 threads in a row were lost before they were ready: it exited with code 7";
    expect(results.slice(5)).toEqual(
      numbers(20)
        .slice(5)
        .map((task) => `task ${task}: ${refusal}`),
    );
    await expect(threads.run(1)).rejects.toThrow(refusal);
    expect(started).toHaveLength(10);
  });
});

describe("close", () => {
  const closed = (task: Task) => `task ${task}: the threads were closed before it was done`;

  it("is safe before the first task, and later ones fail", async () => {
    const threads = open("works");
    await Promise.all([threads.close(), threads.close()]);
    await threads.close();
    await expect(threads.run(1)).rejects.toThrow(new ThreadError(closed(1), "closed"));
    expect(started).toHaveLength(0);
  });

  it("fails what is running and what waits, and ends all threads, at any moment of their start", async () => {
    for (let ms = 0; ms < 60; ms += 3) {
      const threads = open("works");
      const results = outcomes(numbers(4).map(() => threads.run("spin")));
      await pause(ms);
      const closing = [threads.close(), threads.close()];
      expect(await results).toEqual(numbers(4).map(() => closed("spin")));
      await Promise.all(closing);
      expect(started.splice(0).map(hasEnded)).toEqual([true, true]);
    }
  });

  it("lets a thread load its script, which is not to be interrupted, but not begin its task", async () => {
    const workerData = new Int32Array(new SharedArrayBuffer(8));
    const threads = open("tells", { workerData });
    const result = outcomes([threads.run(1)]);
    await threads.close();
    expect(await result).toEqual([closed(1)]);
    expect([...workerData]).toEqual([1, 0]);
  });

  it.each(["throws", "exits", "waits", "spins"] as const)("does not wait for ever for one that %s", async (script) => {
    const threads = open(script, { startLimit: 200 });
    const result = outcomes([threads.run(1)]);
    await threads.close();
    expect(await result).toEqual([closed(1)]);
    expect(started.map(hasEnded)).toEqual([true]);
  });

  it("fails a task that is to be tried again, and waits for threads that were given up", async () => {
    const threads = open("works");
    const result = outcomes([threads.run("die"), threads.run("spin", 100)]);
    while (!started.some(hasEnded)) await pause(1);
    await threads.close();
    expect(started.every(hasEnded)).toBe(true);
    for (const outcome of await result) expect(outcome).toMatch(/^task (die|spin): /);
  });
});
