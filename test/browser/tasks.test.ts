import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, TestBrowser } from "./chromium.ts";

interface Phase {
  readonly name: string;
  readonly ms: number;
  /** Milliseconds of the longest time in which nothing else could run. */
  readonly longest: number;
  /** How often something else could. */
  readonly turns: number;
}

const phases = `async () => {
  const { buildModel, SGD } = await import("/dist/src/index.js");
  const { cpu } = await import("/dist/src/devices/cpu/index.browser.js");
  const { builtinAsync, channelStatistics, Loader, normalize } = await import("/dist/src/data/index.js");
  const { train } = await import("/dist/src/train/index.js");
  const { Rng } = await import("/dist/src/index.js");
  const phases = [];
  const watch = async (name, work) => {
    const { port1, port2 } = new MessageChannel();
    const begin = performance.now();
    let [last, longest, turns] = [begin, 0, 0];
    const turn = () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    };
    port1.onmessage = () => {
      turn();
      turns += 1;
      port2.postMessage(null);
    };
    port2.postMessage(null);
    const result = await work();
    turn();
    port1.close();
    phases.push({ name, ms: performance.now() - begin, longest, turns });
    return result;
  };
  const device = await watch("the cpu device starts", () => cpu());
  const images = await watch("builtinAsync draws 640 images", () => builtinAsync({ count: 640 }));
  const transforms = [normalize(channelStatistics(images))];
  const model = buildModel("alexnet-small", { device, rng: new Rng(0) });
  const optimizer = new SGD(model.parameters(), { lr: 0.01 });
  const rng = new Rng(0);
  const loader = new Loader(images, { batchSize: 32, transforms });
  await watch("20 steps of 32 images", async () => {
    for await (const _ of train({ model, optimizer, device, train: loader, validation: null, epochs: 1, rng }));
  });
  await device.close();
  return phases;
}`;

describe("what a page waits for", () => {
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await TestBrowser.launch();
  });

  afterAll(() => browser?.close());

  it.each([true, false])("is no whole training, isolated: %s", async (isolated) => {
    const page = await browser.open({ isolated });
    const seen = await call<Phase[]>(page, phases);
    for (const { name, ms, longest, turns } of seen) {
      console.info(
        `isolated ${isolated}: ${name} in ${ms.toFixed()} ms; longest task ${longest.toFixed()} ms, ${turns} turns`,
      );
    }
    // Far fewer than there are; where all is done in one task, there is none.
    expect(seen.map(({ turns }) => turns > 2)).toEqual([true, true, true]);
    await page.close();
  });
});
