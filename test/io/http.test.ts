import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { FormatError } from "../../src/core/errors.ts";
import { encodeSafetensors, loadPth, loadSafetensors, openSafetensors } from "../../src/io/index.node.ts";
import { openSafetensors as openInBrowser } from "../../src/io/openSafetensors.ts";
import { loadWeights } from "../../src/io/weights.node.ts";

const many = Float32Array.from({ length: 50_000 }, (_, i) => i / 3);
const whole = encodeSafetensors(
  {
    big: { shape: [50_000], data: many },
    none: { shape: [0], data: new Float32Array() },
    w: { shape: [2], data: Float32Array.of(1, 2) },
  },
  { format: "pt" },
);
const shard = encodeSafetensors({ a: { shape: [1], data: Float32Array.of(7) } });
const pth = readFileSync(new URL("../golden/pth/state.pth", import.meta.url));

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** What a range server sends, with one thing other than it should be. */
function ranges(
  bytes: Uint8Array,
  change: (head: Record<string, string | number>, part: Uint8Array, from: number) => void = () => {},
) {
  return ((request, response) => {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "")!.map(Number);
    const part = bytes.slice(from, to! + 1);
    const head: Record<string, string | number> = {
      status: 206,
      ETag: '"1"',
      "Content-Range": `bytes ${from}-${from! + part.length - 1}/${bytes.length}`,
    };
    change(head, part, from!);
    const { status, ...headers } = head;
    response.writeHead(Number(status), headers).end(part.subarray(0, Number(headers.cut ?? part.length)));
  }) satisfies Answer;
}

const answers: Record<string, Answer> = {
  "/whole.safetensors": ranges(whole),
  "/state.pth": ranges(pth),
  "/model-1.safetensors": ranges(shard),
  "/model.safetensors.index.json": (_, response) =>
    response.end(JSON.stringify({ weight_map: { a: "model-1.safetensors" } })),
  "/up.index.json": (_, response) => response.end(JSON.stringify({ weight_map: { a: "../whole.safetensors" } })),
  "/cut.index.json": (_, response) => response.end('{"weight_map":'),
  "/latin.index.json": (_, response) => response.end(Uint8Array.of(0x7b, 0xff)),
  "/long.index.json": (_, response) => response.end(new Uint8Array(2 ** 24 + 1).fill(0x20)),
  "/moved.safetensors": (_, response) => response.writeHead(302, { Location: "/whole.safetensors" }).end(),
  "/circle.safetensors": (_, response) => response.writeHead(302, { Location: "/circle.safetensors" }).end(),
  "/ignores.safetensors": (_, response) => response.end(whole),
  "/empty.safetensors": (_, response) => response.writeHead(416, { "Content-Range": "bytes */0" }).end(),
  "/forbidden.safetensors": (_, response) => response.writeHead(403).end("no"),
  "/bare.safetensors": ranges(whole, (head) => delete head["Content-Range"]),
  "/gzip.safetensors": ranges(whole, (head) => (head["Content-Encoding"] = "x-own")),
  "/other.safetensors": ranges(whole, (head) => (head["Content-Range"] = `bytes 8-65535/${whole.length}`)),
  "/unknown.safetensors": ranges(whole, (head) => (head["Content-Range"] = "bytes 0-65535/*")),
  "/endless.safetensors": ranges(whole, (head) => (head["Content-Range"] = "bytes 0-65535/99999999999999999")),
  "/short.safetensors": ranges(whole, (head) => (head.cut = 100)),
  "/more.safetensors": ranges(whole, (head) => (head["Content-Range"] = "bytes 0-9/10")),
  "/hangs-up.safetensors": (request) => request.socket.destroy(),
  // The header as it should be, then the tensor otherwise.
  "/changes-tag.safetensors": ranges(whole, (head, _, from) => {
    if (from > 0) head.ETag = '"2"';
  }),
  "/changes-date.safetensors": ranges(whole, (head, _, from) => {
    if (from > 0) head["Last-Modified"] = "today";
  }),
  "/changes-size.safetensors": ranges(whole, (head, _, from) => {
    if (from > 0) head["Content-Range"] = String(head["Content-Range"]).replace(/\d+$/, "999999");
  }),
};

let asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(`${request.url} ${request.headers.range}`);
  const answer = answers[request.url!];
  if (answer === undefined) response.writeHead(404).end();
  else answer(request, response);
});
let root: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe.each([
  ["in Node", openSafetensors],
  ["in a page", openInBrowser],
])("openSafetensors %s", (_, open) => {
  it("asks for the header, and then for each tensor's range", async () => {
    asked = [];
    await using file = await open(`${root}/whole.safetensors`);
    expect([...file.entries.keys()]).toEqual(["big", "none", "w"]);
    expect(file.metadata).toEqual({ format: "pt" });
    expect((await file.read("none")).data).toEqual(new Float32Array());
    expect(asked).toEqual(["/whole.safetensors bytes=0-65535"]);
    expect((await file.read("w")).data).toEqual(Float32Array.of(1, 2));
    expect((await file.read("big")).data).toEqual(many);
    const start = whole.length - 4 * 50_002;
    expect(asked.slice(1)).toEqual([
      `/whole.safetensors bytes=${whole.length - 8}-${whole.length - 1}`,
      `/whole.safetensors bytes=${start}-${start + 200_000 - 1}`,
    ]);
  });

  it("follows redirections, and an index to the shards beside it", async () => {
    expect((await (await open(new URL(`${root}/moved.safetensors`))).read("w")).data).toEqual(Float32Array.of(1, 2));
    expect((await (await open(`${root}/model.safetensors.index.json`)).read("a")).data).toEqual(Float32Array.of(7));
  });

  it.each([
    ["/none.safetensors", "the server answers 404 Not Found"],
    ["/none.index.json", "the server answers 404 Not Found"],
    ["/forbidden.safetensors", "the server answers 403 Forbidden"],
    ["/empty.safetensors", "the server answers 416"],
    ["/circle.safetensors", "redirect"],
    ["/hangs-up.safetensors", "cannot be read"],
    ["/ignores.safetensors", "the server answers with the whole file"],
    ["/bare.safetensors", "the answer has no Content-Range"],
    ["/gzip.safetensors", "the answer is in x-own"],
    ["/other.safetensors", "expected a range of 65536 bytes from 0 on; got Content-Range bytes 8-65535/"],
    ["/unknown.safetensors", "got Content-Range bytes 0-65535/*"],
    ["/endless.safetensors", "got Content-Range bytes 0-65535/99999999999999999"],
    ["/short.safetensors", "expected 65536 bytes; the answer ends after 100"],
    ["/more.safetensors", "expected 10 bytes, as asked for; got more"],
    ["/up.index.json", "weight_map.a: expected the name of a .safetensors file beside the index"],
    ["/cut.index.json", "is not JSON"],
    ["/latin.index.json", "is not UTF-8 text"],
    ["/long.index.json", "expected at most 16777216 bytes"],
  ])("refuses %s: %s", async (path, message) => {
    const error = await open(root + path).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(FormatError);
    expect((error as FormatError).message).toContain(`${root}${path}: `);
    expect((error as FormatError).message).toContain(message);
  });

  it.each([
    ["tag", 'ETag "1" is now "2"'],
    ["date", "Last-Modified null is now today"],
    ["size", `size ${whole.length} is now 999999`],
  ])("refuses a file whose %s changes between two answers", async (what, message) => {
    await using file = await open(`${root}/changes-${what}.safetensors`);
    const error = await file.read("big").catch((error: unknown) => error);
    expect(error).toBeInstanceOf(FormatError);
    expect((error as FormatError).message).toContain(`has changed while it was read: ${message}`);
  });

  it("refuses to be sent from https to http", async () => {
    const sent = Object.defineProperties(new Response(whole), {
      redirected: { value: true },
      url: { value: "http://other.example/whole.safetensors" },
    });
    const fetch = vi.spyOn(globalThis, "fetch").mockResolvedValue(sent);
    onTestFinished(() => fetch.mockRestore());
    await expect(open("https://safe.example/a.safetensors")).rejects.toThrow("is redirected from https to http");
    expect(sent.bodyUsed).toBe(true);
  });

  it.each(["ftp://a/b", "nowhere.safetensors", "http://"])("refuses %s", async (place) => {
    await expect(open(place)).rejects.toThrow(FormatError);
  });
});

it("whole files and .pth come by address too", async () => {
  expect([...(await loadSafetensors(`${root}/whole.safetensors`)).tensors.keys()]).toEqual(["big", "none", "w"]);
  const local = await loadPth(new URL("../golden/pth/state.pth", import.meta.url));
  for (const { tensors } of [await loadPth(`${root}/state.pth`), await loadWeights(`${root}/state.pth`)]) {
    expect([...tensors].map(([name, { data }]) => [name, data])).toEqual(
      [...local.tensors].map(([name, { data }]) => [name, data]),
    );
  }
  expect((await loadWeights(`${root}/model.safetensors.index.json`)).tensors.get("a")!.data).toEqual(
    Float32Array.of(7),
  );
});
