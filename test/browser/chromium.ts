import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

const candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where the browser is: the environment variable CHROMIUM, or one of the usual places. */
export const chromium = [process.env.CHROMIUM, ...candidates].find((path) => path !== undefined && existsSync(path));

const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

/** Opens a page whose module script is `script`, and resolves with what it hands to `report`. The page reaches the
 *  build as /dist. @param isolated whether the server's headers isolate it from other origins. */
export async function runInBrowser(script: string, isolated: boolean): Promise<unknown> {
  const profile = await mkdtemp(join(tmpdir(), "alexgrad-chromium-"));
  const page = `<!doctype html><script type="module">
    const report = (result) => fetch("/report", { method: "POST", body: JSON.stringify(result) });
    try {\n${script}\n} catch (error) { report({ error: String(error?.stack ?? error) }); }
  </script>`;
  let settle: (result: unknown) => void = () => {};
  const reported = new Promise<unknown>((resolve) => {
    settle = resolve;
  });
  const server = createServer(async (request, response) => {
    if (isolated) {
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    }
    const path = normalize(request.url ?? "/");
    if (path === "/report") {
      settle(JSON.parse(await bodyOf(request)));
      response.end();
      return;
    }
    response.setHeader("Content-Type", types[extname(path)] ?? types[".html"]!);
    response.end(path.startsWith("/dist/") ? await readFile(join(root, path)).catch(() => "") : page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const browser = spawn(
    chromium!,
    ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", `--user-data-dir=${profile}`, url],
    { stdio: "ignore" },
  );
  const gone = new Promise<never>((_, reject) => {
    browser.once("error", reject);
    browser.once("exit", (code) => reject(new Error(`the browser ended with ${code} before it reported`)));
  });
  try {
    return await Promise.race([reported, gone]);
  } finally {
    const exited = gone.catch(() => {});
    browser.kill("SIGKILL");
    await exited;
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += chunk;
  return body;
}
