import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { extname, join, normalize } from "node:path";
import type { Pages } from "./tools.ts";

const types: Record<string, string> = { ".js": "text/javascript", ".html": "text/html" };

const html = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script defer src="main.js"></script>`;

/** What a page's own address may ask for. */
const headers = {
  isolated: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
  strict: { "Content-Security-Policy": "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'" },
};

/** A server before a tool's pages, which adds the headers that `?isolated` and `?strict` ask for: they are an
 *  application's, and in no bundler's configuration. */
export class Front {
  readonly #server: Server;
  readonly #base: string;

  static async open(pages: Pages, base: string): Promise<Front> {
    const server = createServer((incoming, response) => {
      const { searchParams } = urlOf(incoming);
      for (const [name, added] of Object.entries(headers)) {
        if (!searchParams.has(name) && !urlOf(incoming, incoming.headers.referer).searchParams.has(name)) continue;
        for (const [header, value] of Object.entries(added)) response.setHeader(header, value);
      }
      if ("folder" in pages) void answer(pages.folder, base, incoming, response);
      else pass(pages.port, incoming, response);
    });
    if ("port" in pages) passSockets(server, pages.port);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Front(server, base);
  }

  constructor(server: Server, base: string) {
    this.#server = server;
    this.#base = base;
  }

  /** @param asked headers, as "isolated". */
  address(...asked: readonly (keyof typeof headers)[]): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${this.#base}?${asked.join("&")}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

function urlOf(incoming: IncomingMessage, address = incoming.url ?? "/"): URL {
  return new URL(address, "http://127.0.0.1");
}

async function answer(folder: string, base: string, incoming: IncomingMessage, response: ServerResponse) {
  const { pathname } = urlOf(incoming);
  const isPage = pathname === base;
  const name = normalize(pathname).slice(base.length);
  const file = pathname.startsWith(base) ? await readFile(join(folder, name)).catch(() => null) : null;
  response.statusCode = isPage || file !== null ? 200 : 404;
  response.setHeader("Content-Type", isPage ? types[".html"] : (types[extname(name)] ?? "application/octet-stream"));
  response.end(isPage ? html : file);
}

function pass(port: number, incoming: IncomingMessage, response: ServerResponse): void {
  const { url, method, headers } = incoming;
  const onward = request({ host: "127.0.0.1", port, path: url, method, headers }, (answer) => {
    for (const [name, value] of Object.entries(answer.headers))
      if (value !== undefined) response.setHeader(name, value);
    response.writeHead(answer.statusCode ?? 500);
    answer.pipe(response);
  });
  onward.once("error", () => response.destroy());
  incoming.pipe(onward);
}

/** By which Vite's development server talks to its pages. */
function passSockets(server: Server, port: number): void {
  server.on("upgrade", ({ url, method, rawHeaders }, socket, head) => {
    const onward = connect(port, "127.0.0.1", () => {
      const lines = rawHeaders.map((text, i) => (i % 2 === 0 ? `${text}: ` : `${text}\r\n`));
      onward.write(`${method} ${url} HTTP/1.1\r\n${lines.join("")}\r\n`);
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.once("error", () => socket.destroy());
    socket.once("error", () => onward.destroy());
  });
}
