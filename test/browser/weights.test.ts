import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeSafetensors } from "../../src/io/index.ts";
import { call, TestBrowser } from "./chromium.ts";

const data = Float32Array.from({ length: 50_000 }, (_, i) => i);
const whole = encodeSafetensors({ big: { shape: [50_000], data }, w: { shape: [2], data: Float32Array.of(1, 2) } });

const inBrowser = `async (address) => {
  const { openSafetensors } = await import("/dist/src/io/index.js");
  try {
    const file = await openSafetensors(address);
    return [[...file.entries.keys()], [...(await file.read("w")).data], (await file.read("big")).data.at(-1)];
  } catch (error) {
    return error.name + ": " + error.message;
  }
}`;

describe("weights by address in a browser", () => {
  let browser: TestBrowser;
  let root: string;
  const asked: string[] = [];
  /** Of another origin than the page. */
  const server = createServer((request, response) => {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "")!.map(Number);
    const part = whole.subarray(from, to! + 1);
    asked.push(`${request.method} ${request.headers.range}`);
    const shown = request.url === "/shown.safetensors" ? { "Access-Control-Expose-Headers": "Content-Range" } : {};
    response.writeHead(206, {
      "Access-Control-Allow-Origin": "*",
      "Content-Range": `bytes ${from}-${from! + part.length - 1}/${whole.length}`,
      ...shown,
    });
    response.end(part);
  });

  beforeAll(async () => {
    browser = await TestBrowser.launch();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.close();
    await browser?.close();
  });

  it("reads the header and single tensors of another origin, without asking it for leave first", async () => {
    const page = await browser.open({ isolated: false });
    expect(await call(page, inBrowser, `${root}/shown.safetensors`)).toEqual([["big", "w"], [1, 2], 49_999]);
    expect(asked.map((line) => line.split(" ")[0])).toEqual(["GET", "GET", "GET"]);
    expect(asked[0]).toBe("GET bytes=0-65535");
  });

  it("says what the server must let a page see", async () => {
    const page = await browser.open({ isolated: false });
    expect(await call(page, inBrowser, `${root}/hidden.safetensors`)).toMatch(
      /^FormatError: .*hidden\.safetensors: the answer has no Content-Range \(.*Access-Control-Expose-Headers/,
    );
  });
});
