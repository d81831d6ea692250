import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createServer } from "vitepress";
import { expect, it } from "vitest";

it("while it is written, the site's pages are isolated, and have their drawings and sources", async () => {
  const server = await createServer(fileURLToPath(new URL("../../docs", import.meta.url)), { port: 0 });
  await server.listen();
  try {
    const { port } = server.httpServer!.address() as AddressInfo;
    const get = (path: string) => fetch(`http://localhost:${port}${path}`);
    const page = await get("/ops/conv2d");
    expect(page.status).toBe(200);
    expect(page.headers.get("Cross-Origin-Opener-Policy")).toBe("same-origin");
    expect(page.headers.get("Cross-Origin-Embedder-Policy")).toBe("require-corp");
    expect(await (await get("/ops/conv2d.md")).text()).toContain("ag-conv2d");
    expect(await (await get("/source/src/ops/conv2d.ts.html")).text()).toContain("convolve");
  } finally {
    await server.close();
  }
});
