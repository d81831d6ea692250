import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The one without windows opens a page in half the time. */
const names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

/** Where the browser is: the environment variable CHROMIUM, or one of the usual places. */
export const executable = [process.env.CHROMIUM, ...names.map((name) => `/usr/bin/${name}`)].find(
  (path) => path !== undefined && existsSync(path),
);

/** WebGPU and WebGL2 in software. */
export const args = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-unsafe-swiftshader",
  "--use-angle=swiftshader",
  "--enable-features=Vulkan",
];

const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

/** Modules of pure-rand that fast-check imports. */
const pureRand = [
  ...["congruential32", "mersenne", "xoroshiro128plus", "xorshift128plus"].map((name) => `generator/${name}`),
  ...["uniformBigInt", "uniformInt"].map((name) => `distribution/${name}`),
  "utils/skipN",
];

/** As a page of an application would have it: package.json names no files to a browser. */
const imports = {
  "#cpu": "/dist/src/devices/cpu/open.browser.js",
  "#cpu-worker-text": "/dist/src/devices/cpu/workerText.js",
  "#gpu-kernels": "/dist/kernels/texts.js",
  "#gpu.js": "/dist/vendor/gpu.js",
  "#wasm": "/dist/kernels/modules.js",
  "@imagemagick/magick-wasm": "/node_modules/@imagemagick/magick-wasm/dist/index.js",
  "fast-check": "/node_modules/fast-check/lib/fast-check.js",
  ...Object.fromEntries(pureRand.map((name) => [`pure-rand/${name}`, `/node_modules/pure-rand/lib/esm/${name}.js`])),
};
const html = `<!doctype html><script type="importmap">${JSON.stringify({ imports })}</script>`;

/** What pages reach: the build, and the package that it imports. */
const served = ["/dist/", "/node_modules/@imagemagick/", "/node_modules/fast-check/", "/node_modules/pure-rand/"];

/** A headless browser. */
export class TestBrowser {
  readonly #browser: Browser;
  readonly #servers: Server[] = [];

  static async launch(): Promise<TestBrowser> {
    if (executable === undefined) throw new Error("no chromium: install it, or name one in CHROMIUM");
    return new TestBrowser(await chromium.launch({ executablePath: executable, args }));
  }

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** @param isolated whether the server's headers isolate the page from other origins. */
  async open({ isolated }: { isolated: boolean }): Promise<Page> {
    const server = serve(isolated);
    this.#servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const page = await this.#browser.newPage();
    page.on("crash", () => console.error("the page crashed"));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return page;
  }

  /**
   * @param complaints takes what the page says of errors, and requests that fail; not what the browser's GL driver
   * says of its own speed (that reading pixels waits for them), which comes and goes with the machine's load.
   */
  async visit(address: string, complaints: string[]): Promise<Page> {
    const page = await this.#browser.newPage();
    page.on("console", (message) => {
      const ofDriver = message.text().includes("GL Driver Message (OpenGL, Performance");
      if (/error|warning/.test(message.type()) && !ofDriver) complaints.push(message.text());
    });
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("requestfailed", (request) => complaints.push(`${request.url()}: ${request.failure()?.errorText}`));
    page.on("response", (response) => {
      if (!response.ok()) complaints.push(`${response.url()}: ${response.status()}`);
    });
    await page.goto(address);
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
  }
}

/** Calls a function in a page, given as text: what a test's own functions import is not there. */
export function call<R>(page: Page, source: string, argument?: unknown): Promise<R> {
  const run = new Function("argument", `return (${source})(argument);`) as (argument: unknown) => R;
  return page.evaluate(run, argument);
}

function serve(isolated: boolean): Server {
  return createServer(async (request, response) => {
    if (isolated) {
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    }
    const path = normalize(request.url ?? "/");
    response.setHeader("Content-Type", types[extname(path)] ?? types[".html"]);
    if (!served.some((folder) => path.startsWith(folder))) {
      response.end(html);
      return;
    }
    const file = await readFile(join(root, path)).catch(() => null);
    response.statusCode = file === null ? 404 : 200;
    response.end(file);
  });
}
