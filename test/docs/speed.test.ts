import { afterAll, describe, expect, inject, it } from "vitest";
import { spreadOf } from "../../bench/engine/statistics.ts";
import { book, samples } from "./site.ts";
import { newPage, open } from "./visit.ts";

/** The first page, a guide, a function of the API, and the operator with the largest widget. */
const timed = [...samples(1), ...book.filter(({ path }) => path === "ops/conv2d.html")].filter(
  ({ path, kind }) =>
    ["index.html", "ops/conv2d.html"].includes(path) || kind === "guides" || path.includes("/functions/"),
);
const table: Record<string, Record<string, string>> = {};
const note = (path: string, column: string, value: string) => {
  table[path] = { ...table[path], [column]: value };
};

afterAll(() => {
  const columns = [...new Set(Object.values(table).flatMap(Object.keys))];
  const rows = Object.entries(table).map(([path, values]) => [path, ...columns.map((column) => values[column] ?? "")]);
  console.log([["", ...columns], ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n"));
});

interface Timing {
  readonly shift: number;
  readonly largest: number;
  /** The longest task after hydration. */
  readonly task: number;
}

/** What the browser observed of one load, and of a second in which the page did nothing but follow the pointer. */
async function load(path: string, width: number, slowed: boolean): Promise<Timing> {
  const page = await newPage({ viewport: { width, height: 800 } });
  const session = await page.context().newCDPSession(page);
  if (slowed) {
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await session.send("Network.enable");
    const bytes = 1.6e6 / 8;
    await session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 40,
      downloadThroughput: bytes,
      uploadThroughput: bytes,
    });
  }
  await page.addInitScript(() => {
    const seen = { shift: 0, largest: 0, tasks: [] as { start: number; duration: number }[] };
    const observe = (type: string, see: (entry: PerformanceEntry) => void) =>
      new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({ type, buffered: true });
    observe("layout-shift", (entry) => {
      seen.shift += (entry as PerformanceEntry & { value: number }).value;
    });
    observe("largest-contentful-paint", ({ startTime }) => {
      seen.largest = startTime;
    });
    observe("longtask", ({ startTime, duration }) => seen.tasks.push({ start: startTime, duration }));
    Object.assign(globalThis, { seen });
  });
  await open(page, inject("isolated") + path);
  // Hydration is over a moment after the application stands.
  await page.waitForTimeout(500);
  const hydrated = await page.evaluate(() => performance.now());
  if (!slowed) {
    await page.mouse.move(width / 2, 300);
    await page.mouse.wheel(0, 600);
    await page.waitForTimeout(300);
  }
  const timing = await page.evaluate((hydrated) => {
    const { seen } = globalThis as typeof globalThis & {
      seen: { shift: number; largest: number; tasks: { start: number; duration: number }[] };
    };
    const after = seen.tasks.filter(({ start }) => start > hydrated).map(({ duration }) => duration);
    return { shift: seen.shift, largest: seen.largest, task: Math.max(0, ...after) };
  }, hydrated);
  await page.context().close();
  return timing;
}

async function medians(path: string, width: number, slowed: boolean): Promise<Timing> {
  const loads = [await load(path, width, slowed), await load(path, width, slowed), await load(path, width, slowed)];
  return {
    shift: spreadOf(loads.map(({ shift }) => shift)).median,
    largest: spreadOf(loads.map(({ largest }) => largest)).median,
    task: spreadOf(loads.map(({ task }) => task)).median,
  };
}

// Budgets of time, which no other test has: a reader on a slow telephone is what they stand for.
describe.each([390, 1024])("%i pixels wide", (width) => {
  it.each(timed)("$path stands still and is soon there", async ({ path }) => {
    const { shift, largest, task } = await medians(path, width, false);
    note(path, `shift ${width}`, shift.toFixed(4));
    note(path, `LCP ms ${width}`, largest.toFixed(0));
    note(path, `task ms ${width}`, task.toFixed(0));
    expect(shift).toBeLessThanOrEqual(0.02);
    expect(largest).toBeLessThanOrEqual(1200);
    expect(task).toBeLessThanOrEqual(50);
  });
});

describe("on a processor slowed four times, with 1.6 Mbit/s", () => {
  it.each(timed)("$path is there", async ({ path }) => {
    const { largest, shift } = await medians(path, 390, true);
    note(path, "LCP ms slowed", largest.toFixed(0));
    // The page of benchmarks holds the tables of all machines that were measured, half a megabyte.
    expect(largest).toBeLessThanOrEqual(path === "guides/benchmarks.html" ? 3500 : 2500);
    expect(shift).toBeLessThanOrEqual(0.02);
  });
});
