import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, TestBrowser } from "./chromium.ts";

/** Runs `steps` with threads whose script is `script`; null: one that is not there. @returns what the tasks came to. */
const outcomes = (steps: string) => `async (script) => {
  const { PageThreads } = await import("/dist/src/threads/threads.browser.js");
  const source = new Blob([script ?? ""], { type: "text/javascript" });
  const url = script === null ? new URL("/dist/none.js", location.href) : new URL(URL.createObjectURL(source));
  const newWorker = () => new Worker(url, { type: "module" });
  const open = (options) => new PageThreads({ newWorker, count: 2, who: (task) => "task " + task, ...options });
  const settle = async (tasks) =>
    (await Promise.allSettled(tasks)).map(({ value, reason }) => (reason ? reason.name + ": " + reason.message : value));
  ${steps}
}`;

const works = `addEventListener("message", ({ data }) => {
  if (data === "crash") throw new Error("out of nowhere");
  if (data === "spin") for (;;);
  postMessage(data + 1);
}); postMessage("ready");`;

describe("threads of a page", () => {
  let browser: TestBrowser;
  let run: (steps: string, script: string | null) => Promise<unknown>;

  beforeAll(async () => {
    browser = await TestBrowser.launch();
    const page = await browser.open({ isolated: true });
    run = (steps, script) => call(page, outcomes(steps), script);
  });

  afterAll(() => browser?.close());

  it("do all tasks, replace a thread that is lost, and end one that takes too long", async () => {
    const steps = `
      const threads = open({});
      const results = await settle([threads.run(1), threads.run("crash"), threads.run("spin", 200), threads.run(2)]);
      const once = open({ attempts: 1 });
      results.push(...(await settle([once.run("crash"), once.run(3)])));
      await Promise.all([threads.close(), once.close()]);
      return results;`;
    expect(await run(steps, works)).toEqual([
      2,
      "ThreadError: task crash: 2 threads were lost with it: Uncaught Error: out of nowhere",
      "ThreadError: task spin: took more than 200 ms",
      3,
      "ThreadError: task crash: its thread was lost: Uncaught Error: out of nowhere",
      4,
    ]);
  });

  it.each([
    ["is missing", null, "its script could not be loaded"],
    ["cannot be parsed", "no script", "its script could not be loaded"],
    ["throws", `throw new Error("no good");`, "Uncaught Error: no good"],
    ["is never ready", "", "it was not ready within 300 ms"],
  ])("fail their tasks where the script %s, and are closed at any time", async (_, script, cause) => {
    const steps = `
      const threads = open({ startLimit: 300 });
      const results = await settle([threads.run(1)]);
      const later = settle([threads.run(2)]);
      await Promise.all([threads.close(), threads.close()]);
      await threads.close();
      return [...results, ...(await later)];`;
    expect(await run(steps, script)).toEqual([
      `ThreadError: task 1: 2 threads were lost with it: ${cause}`,
      "ThreadError: task 2: the threads were closed before it was done",
    ]);
  });

  it("fail what runs and what waits when they are closed, at any moment of their start", async () => {
    const steps = `
      const results = [];
      for (let ms = 0; ms < 40; ms += 4) {
        const threads = open({});
        const tasks = settle([1, 2, 3].map(() => threads.run("spin")));
        await new Promise((resolve) => setTimeout(resolve, ms));
        await Promise.all([threads.close(), threads.close()]);
        results.push(...(await tasks));
      }
      return [...new Set(results)];`;
    expect(await run(steps, works)).toEqual(["ThreadError: task spin: the threads were closed before it was done"]);
  });

  it("let devices be closed while they start, twice", async () => {
    const steps = `
      const { cpu } = await import("/dist/src/devices/cpu/index.browser.js");
      const results = [];
      for (let i = 0; i < 10; i++) {
        const device = await cpu({ threads: 2 });
        const y = device.run.exp([1], device.write([0]));
        if (i % 2 === 0) results.push((await device.read(y))[0]);
        await Promise.all([device.close(), device.close()]);
      }
      return results;`;
    expect(await run(steps, null)).toEqual([1, 1, 1, 1, 1]);
  });
});
