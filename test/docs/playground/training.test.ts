import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { decodeSafetensors } from "../../../src/io/decode.ts";
import { Screen } from "./screen.ts";

const short = "epochs=1&batch=64&width=0.5&seed=3";

async function curveAndWeights(screen: Screen) {
  const curve = await screen.curve("loss");
  const { path } = await screen.kept("export");
  return { curve, weights: readFileSync(path).toString("base64") };
}

it("learns the built-in images on cpu, while the page stays free; Node reads the weights", async () => {
  const screen = await Screen.open();
  const { page } = screen;
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.enable");
  const heap = async () => {
    await session.send("HeapProfiler.collectGarbage");
    return (await session.send("Runtime.getHeapUsage")).usedSize / 1e6;
  };
  await page.evaluate(() => {
    const seen = { tasks: [] as number[], shift: 0 };
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.tasks.push(duration);
    }).observe({ type: "longtask" });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shift += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: "layout-shift" });
    Object.assign(globalThis, { seen });
  });
  const { parameters } = /^Ready: (?<parameters>[\d,]+) parameters/.exec(await screen.text(".status"))!.groups!;
  await screen.press("main");
  await expect.poll(() => screen.text(".readout .epoch"), { timeout: 60_000 }).toBe("2");
  const before = await heap();
  await screen.says(/^Done: \d+(\.\d)? % of the test images are named right\.$/);
  const after = await heap();
  const { tasks, shift } = await page.evaluate(
    () => (globalThis as unknown as { seen: { tasks: number[]; shift: number } }).seen,
  );
  console.log(
    `longest tasks ${tasks.sort((a, b) => b - a).slice(0, 3)} ms, shift ${shift.toFixed(4)}, heap ${before.toFixed(1)} → ${after.toFixed(1)} MB`,
  );
  expect(Number(/(\d+)/.exec(await screen.text(".status"))![1])).toBeGreaterThanOrEqual(90);
  // The threads of the training take all cores: one task may have waited for them.
  expect(tasks.filter((duration) => duration >= 100).length).toBeLessThanOrEqual(1);
  expect(shift).toBeLessThanOrEqual(0.02);
  expect(after - before).toBeLessThan(3);
  expect(await screen.text(".wrong")).toMatch(/taken for/);
  expect(await page.locator(".layers tbody tr").count()).toBeGreaterThan(4);

  const { name, path } = await screen.kept("export");
  expect(name).toMatch(/\.safetensors$/);
  const { tensors } = decodeSafetensors(readFileSync(path), name);
  const count = [...tensors.values()].reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  expect(count).toBe(Number(parameters.replaceAll(",", "")));
  const report = await screen.kept("report");
  expect(readFileSync(report.path, "utf8")).toMatch(/^<!doctype html>/i);
  await screen.close();
});

it("draws the same curve for the same seed, anew and on one thread, and another for another", async () => {
  const screen = await Screen.open(short);
  await screen.computesOn(/cpu, [2-9]\d* threads/);
  await screen.train();
  const first = await curveAndWeights(screen);
  expect(first.curve.length).toBeGreaterThan(30);
  await screen.press("reset");
  await screen.says(/^Ready/);
  await screen.move("cpu1");
  await screen.computesOn(/cpu, 1 thread\./);
  await screen.train();
  expect(await curveAndWeights(screen)).toEqual(first);
  await screen.page.fill("[data-field=seed]", "4");
  await screen.page.press("[data-field=seed]", "Tab");
  await screen.train();
  expect((await curveAndWeights(screen)).curve).not.toEqual(first.curve);
  await screen.close();
});

it("pauses between two steps, goes on by one and by all, and begins anew", async () => {
  const screen = await Screen.open("epochs=1&batch=64");
  await screen.press("main");
  await expect.poll(() => screen.stepsDone()).toBeGreaterThan(2);
  await screen.press("main");
  await screen.says(/^Paused after step \d+\.$/);
  const paused = await screen.stepsDone();
  expect(await screen.text(".status")).toBe(`Paused after step ${paused}.`);
  await screen.page.waitForTimeout(700);
  expect(await screen.stepsDone()).toBe(paused);
  await screen.step(1);
  expect(await screen.stepsDone()).toBe(paused + 1);
  expect(await screen.text("[name=main]")).toBe("Resume");
  await screen.train();
  await screen.press("reset");
  await screen.says(/^Ready/);
  expect(await screen.stepsDone()).toBe(0);
  await screen.close();
});
