import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tileNames } from "../../kernels/products/candidates.wgsl.ts";
import type { Call } from "../devices/gpu/calls.ts";
import { type Backend, describeBackend, otherKernels, products } from "../devices/gpu/describeBackend.ts";
import { type Outcome, replay } from "../devices/gpu/replay.ts";
import { recordFewTileCalls } from "../devices/gpu/tileCalls.ts";
import { call, TestBrowser } from "./chromium.ts";

let browser: TestBrowser;

beforeAll(async () => {
  browser = await TestBrowser.launch();
});

afterAll(() => browser?.close());

/** A gpu device of a page. */
async function openPage(options: object): Promise<Page> {
  const page = await browser.open({ isolated: true });
  const adapter = await call<string>(
    page,
    `async (options) => {
      const { gpu } = await import("/dist/src/devices/gpu/index.browser.js");
      globalThis.device = await gpu({ fallback: "error", ...options });
      return globalThis.device.adapter;
    }`,
    options,
  );
  console.info(`${JSON.stringify(options)} computes on ${adapter}`);
  return page;
}

async function open(options: object): Promise<Backend> {
  const page = await openPage(options);
  return {
    async run(calls) {
      const outcomes: Outcome[] = [];
      for (const part of portions(calls.map(({ kernel, size, args, donated }) => ({ kernel, size, args, donated })))) {
        const run = `(calls) => (${replay})(globalThis.device, calls)`;
        outcomes.push(...(await call<Outcome[]>(page, run, part)));
      }
      return outcomes;
    },
    close: () => page.close(),
  };
}

/** In portions of a few megabytes, as they are sent. */
function portions(calls: readonly Call[]): Call[][] {
  const parts: Call[][] = [];
  let room = 0;
  for (const call of calls) {
    const elements = call.args.reduce((sum, arg) => sum + (arg instanceof Float32Array ? arg.length : 0), call.size);
    if (elements > room) {
      parts.push([]);
      room = 2 ** 20;
    }
    parts.at(-1)!.push(call);
    room -= elements;
  }
  return parts;
}

describeBackend("WebGL2 in a browser", () => open({ backend: "webgl2" }));
describeBackend("WebGPU in a browser", () => open({ backend: "webgpu" }), otherKernels);
// All calls of products are replayed in Node, by Dawn too.
const few = (name: string, options: object) => describeBackend(name, () => open(options), products, recordFewTileCalls);
few("WebGPU in a browser, with its own tiles,", { backend: "webgpu" });
for (const tile of tileNames) few(`WebGPU in a browser, in tiles of ${tile}`, { backend: "webgpu", tile });

const corners = `async () => {
  const { faultsOf } = await import("/dist/test/devices/corners/corner.js");
  const { corners } = await import("/dist/test/devices/corners/index.js");
  return faultsOf(corners, globalThis.device, false);
}`;

it.each(["webgpu", "webgl2"])("%s keeps the table of corners, but for zeros' signs", async (backend) => {
  const page = await openPage({ backend });
  expect(await call<string[]>(page, corners)).toEqual([]);
  await page.close();
});
