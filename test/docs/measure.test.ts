import { readFileSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Results } from "../../bench/results.ts";
import { args, executable } from "../browser/chromium.ts";
import { complaintsOf, open } from "./visit.ts";

const minutes = 60_000;
let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: executable!, args });
});

afterAll(() => browser.close());

async function openForm(site: "isolated" | "plain"): Promise<Page> {
  const page = await browser.newPage();
  await open(page, `${inject(site)}guides/measure.html`);
  await page.waitForSelector("browser-benchmark form");
  await page.selectOption("[name=rounds]", "3");
  return page;
}

/** Chooses these and nothing else of a set of boxes. */
async function choose(page: Page, name: "places" | "suites", values: readonly string[]): Promise<void> {
  for (const box of await page.locator(`[name=${name}]`).all()) {
    await box.setChecked(values.includes(await box.inputValue()));
  }
}

async function says(page: Page, pattern: RegExp): Promise<void> {
  const status = page.locator("browser-benchmark [role=status]");
  await expect.poll(() => status.textContent({ timeout: 2 * minutes }), { timeout: 4 * minutes }).toMatch(pattern);
}

describe("measuring in a page", () => {
  it(
    "times a thread, threads and WebGPU in turns, and sets the results beside others",
    async () => {
      const page = await openForm("isolated");
      const complaints = complaintsOf(page);
      await choose(page, "places", ["cpu1", "cpu", "webgpu"]);
      await page.click("[name=measure]");
      await says(page, /^Measured: 18 results/);
      expect(await page.locator(".absent li").allTextContents()).toEqual([]);

      const [download] = await Promise.all([page.waitForEvent("download"), page.click("[name=download]")]);
      const file = await download.path();
      const { rows, machine }: Results = JSON.parse(readFileSync(file, "utf8"));
      expect(machine.runtime).toMatch(/^(Chromium|Google Chrome|HeadlessChrome) \d/);
      expect([...new Set(rows.map(({ facts }) => `${facts.device} ${facts.threads ?? facts.backend}`))]).toEqual([
        "cpu 1",
        `cpu ${machine.cores}`,
        "gpu webgpu",
      ]);
      for (const { checked, time, contender } of rows) {
        expect(checked, contender).toBeLessThanOrEqual(1);
        expect(time.steady.count).toBe(3);
      }
      expect(await page.locator(".results .tasks tbody").count()).toBe(6);

      await page.setInputFiles("[name=open]", file);
      await page.waitForSelector("text=Beside each other");
      expect(complaints.filter((text) => !/swiftshader|powerPreference|: info: /i.test(text))).toEqual([]);
      await page.close();
    },
    6 * minutes,
  );

  it(
    "stops when it is told to, and measures again",
    async () => {
      const page = await openForm("isolated");
      await choose(page, "places", ["cpu1"]);
      await choose(page, "suites", ["convolutions"]);
      await page.click("[name=measure]");
      await says(page, /^2 of \d+: /);
      await page.click("[name=stop]");
      await says(page, /^Stopped; .* 1 result/);
      await choose(page, "suites", []);
      await page.click("[name=measure]");
      await says(page, /^Choose at least one device/);
      await page.close();
    },
    4 * minutes,
  );

  it(
    "says which device is not here, and why",
    async () => {
      const page = await openForm("plain");
      await choose(page, "places", ["cpu"]);
      await page.click("[name=measure]");
      await says(page, /Measured: 0 results|no device/i);
      expect(await page.locator(".absent").textContent()).toMatch(/all threads: not here \(.*isolated/);
      await page.close();
    },
    2 * minutes,
  );

  it("refuses a file that holds no results", async () => {
    const page = await openForm("isolated");
    const file = { name: "other.json", mimeType: "application/json", buffer: Buffer.from('{"rows": []}') };
    await page.setInputFiles("[name=open]", file);
    await says(page, /other\.json: expected results/);
    await page.close();
  });
});
