import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { inject } from "vitest";

let browser: Promise<Browser> | undefined;

export async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  browser ??= chromium.connect(inject("browser"));
  const context = await (await browser).newContext(options);
  return context.newPage();
}

/** Takes what the page has to say, and its requests that fail or go elsewhere. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  const own = [inject("isolated"), inject("plain")];
  page.on("console", (message) => complaints.push(`${page.url()}: ${message.type()}: ${message.text()}`));
  page.on("pageerror", ({ message }) => complaints.push(`${page.url()}: ${message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && !own.some((address) => url.startsWith(address))) {
      complaints.push(`${page.url()} asks for ${url}`);
    }
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // What a page still loaded when the test went on to the next is no fault of either.
    if (reason !== "net::ERR_ABORTED") complaints.push(`${page.url()}: ${request.url()}: ${reason}`);
  });
  page.on("response", (response) => {
    if (!response.ok()) complaints.push(`${page.url()}: ${response.url()}: ${response.status()}`);
  });
  return complaints;
}

/** Opens a page and waits until its scripts have taken it over. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address, { waitUntil: "load" });
  if (!address.includes("/source/")) await page.waitForFunction(() => "__vue_app__" in document.querySelector("#app")!);
}

/** Every item, by so many workers at once. */
export async function each<T>(
  items: readonly T[],
  workers: number,
  run: (item: T, page: Page) => Promise<void>,
  options?: BrowserContextOptions,
) {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: workers }, async () => {
      const page = await newPage(options);
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await run(item, page);
      await page.context().close();
    }),
  );
}
