import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestBrowser } from "../browser/chromium.ts";
import { Front } from "./front.ts";
import { install, makeProject } from "./install.ts";
import { type Pages, tools } from "./tools.ts";

interface Result {
  readonly losses: number[];
  readonly threads: number;
  readonly simd: string;
}

/** How far a loss on a GPU may be from the cpu device's after twenty steps, as a share of it. */
const gpuBound = 1e-4;

let folder: string;
let browser: TestBrowser;
const inNode = new Map<string, number[]>();

/** The losses that Node computes with the kernels that the page had. */
function expected(simd: string): number[] {
  const project = makeProject(folder, "node");
  const known = inNode.get(simd);
  const losses =
    known ?? JSON.parse(execFileSync(process.execPath, ["inNode.js", simd], { cwd: project, encoding: "utf8" }));
  inNode.set(simd, losses);
  return losses;
}

beforeAll(async () => {
  folder = install();
  browser = await TestBrowser.launch();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

describe.each(tools)("$name", ({ name, base, emitsWorker, prepare }) => {
  let pages: Pages;
  let front: Front;

  beforeAll(async () => {
    const start = performance.now();
    pages = await prepare(makeProject(folder, name));
    front = await Front.open(pages, base);
    console.info(`${name}: ready after ${((performance.now() - start) / 1000).toFixed(1)} s`);
  });

  afterAll(async () => {
    front?.close();
    if ("stop" in pages) await pages.stop();
  });

  describe.each([true, false])("in a page, isolated: %s", (isolated) => {
    let page: Page;
    const complaints: string[] = [];

    beforeAll(async () => {
      const address = isolated ? front.address("isolated") : front.address();
      page = await visit(address, complaints);
    });

    afterAll(() => page?.close());

    const run = (device: string) => train(page, device);

    it("trains on the cpu, with the bits of Node", async () => {
      const { losses, threads, simd } = await run("cpu");
      expect(losses).toEqual(expected(simd));
      expect(losses.length).toBe(20);
      expect(threads).toBe(isolated ? 2 : 1);
    });

    it("trains where no device is named", async () => {
      expect((await run("unnamed")).losses).toEqual(expected("relaxed"));
    });

    // Isolation is about threads: that a GPU is the same in both, one tool shows for all.
    it.each(isolated || name === tools[0].name ? ["webgl2", "webgpu"] : [])("trains on %s", async (backend) => {
      const { losses } = await run(backend);
      const right = expected("relaxed");
      const differences = losses.map((loss, i) => Math.abs(loss - right[i]) / right[i]);
      expect(losses.length).toBe(right.length);
      expect(Math.max(...differences)).toBeLessThan(gpuBound);
    });

    it("says nothing, and asks for nothing that is not there", () => {
      expect(complaints).toEqual([]);
    });
  });

  it("trains where the page's policy refuses a worker out of a text: in threads, if there is a file", async () => {
    const page = await visit(front.address("isolated", "strict"), []);
    const { losses, threads, simd } = await train(page, "cpu");
    expect(losses).toEqual(expected(simd));
    expect(threads).toBe(emitsWorker ? 2 : 1);
    await page.close();
  });
});

/** Opens a page, and waits until its script has run. */
async function visit(address: string, complaints: string[]): Promise<Page> {
  const page = await browser.visit(address, complaints);
  await page.waitForFunction("globalThis.run !== undefined").catch(() => {
    throw new Error(`the page's script did not run: ${complaints.join("\n")}`);
  });
  return page;
}

function train(page: Page, device: string): Promise<Result> {
  return page.evaluate(`globalThis.run(${JSON.stringify(device)})`);
}
