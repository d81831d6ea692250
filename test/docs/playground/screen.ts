import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject } from "vitest";
import { args, executable } from "../../browser/chromium.ts";
import { complaintsOf, open } from "../visit.ts";

/** How long a test may wait at most. GPUs are in software here: the first step compiles its kernels. */
export const minutes = (count: number) => 60_000 * count;

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: executable!, args });
});

afterAll(() => browser.close());

/** What drivers say of themselves, which is none of the page's. */
const isOfDriver = (text: string) => /swiftshader|powerPreference|GL Driver Message/i.test(text);

/** The page that trains, as a reader has it. */
export class Screen {
  readonly page: Page;
  readonly #heard: readonly string[];

  private constructor(page: Page) {
    this.page = page;
    this.#heard = complaintsOf(page);
  }

  /** @param settings as the address has them: "seed=3&epochs=1". */
  static async open(
    settings = "",
    { site = "isolated", ...options }: BrowserContextOptions & { site?: "isolated" | "plain" } = {},
    says = /^Ready/,
  ): Promise<Screen> {
    const screen = new Screen(await (await browser.newContext(options)).newPage());
    await open(screen.page, `${inject(site)}playground/index.html#train${settings && `&${settings}`}`);
    await screen.says(says);
    return screen;
  }

  /** What the page complains of is a fault, whatever the test is about. */
  async close(): Promise<void> {
    expect(this.#heard.filter((text) => !isOfDriver(text))).toEqual([]);
    await this.page.context().close();
  }

  async says(pattern: RegExp): Promise<void> {
    await expect.poll(() => this.text(".status"), { timeout: minutes(2) }).toMatch(pattern);
  }

  async computesOn(pattern: RegExp): Promise<void> {
    await expect.poll(() => this.text(".where"), { timeout: minutes(1) }).toMatch(pattern);
  }

  text(selector: string): Promise<string> {
    return this.page.locator(`train-playground ${selector}`).innerText();
  }

  press(name: string): Promise<void> {
    return this.page.click(`train-playground [name=${name}]`);
  }

  async train(pattern = /^Done/): Promise<void> {
    await this.press("main");
    await this.says(pattern);
  }

  /** Single steps, each until it is told. */
  async step(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const next = (await this.stepsDone()) + 1;
      await this.press("step");
      await this.says(new RegExp(`^Paused after step ${next}\\.$`));
    }
  }

  async stepsDone(): Promise<number> {
    return Number((await this.text(".readout .step")).replaceAll(",", ""));
  }

  move(place: "cpu" | "cpu1" | "webgl2" | "webgpu"): Promise<string[]> {
    return this.page.selectOption("[data-field=place]", place);
  }

  /** The rows of a curve's table: what is beside the x axis, then training and test. */
  async curve(name: "loss" | "error"): Promise<string[][]> {
    const numbers = this.page.locator(`.curves .${name} details`);
    await numbers.waitFor();
    await numbers.evaluate((details: HTMLDetailsElement) => {
      details.open = true;
    });
    // It is drawn anew at most four times a second.
    await this.page.waitForTimeout(400);
    return numbers
      .locator("tbody tr")
      .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent!)));
  }

  /** What a button lets the reader keep. */
  async kept(name: "export" | "report"): Promise<{ name: string; path: string }> {
    const [download] = await Promise.all([this.page.waitForEvent("download"), this.press(name)]);
    return { name: download.suggestedFilename(), path: await download.path() };
  }
}
