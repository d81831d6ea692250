import { beforeAll, describe, expect, it } from "vitest";
import { chromium, runInBrowser } from "./chromium.ts";

if (chromium === undefined) {
  console.warn("No browser: install chromium, or name one in CHROMIUM. The browser's tests are skipped.");
  if (process.env.CI) throw new Error("CI must run the browser's tests; install chromium");
}

/** Three training steps of a small network: how it ran, and the parameters after them, as 32-bit words. */
const training = `
  const labels = [0, 1, 2, 3, 0, 1, 2, 3];
  manualSeed(1);
  const options = { device };
  const model = new Sequential([
    new Conv2d(3, 16, 3, { padding: 1, ...options }),
    new ReLU(),
    new LocalResponseNorm({ size: 5 }),
    new MaxPool2d(3, { stride: 2 }),
    new Flatten(),
    new Dropout(0.5),
    new Linear(16 * 7 * 7, 4, options),
  ]);
  const optimizer = new SGD(model.parameters(), { lr: 0.1, momentum: 0.9 });
  const x = randn([8, 3, 16, 16], options);
  for (let step = 0; step < 3; step++) {
    optimizer.zeroGrad();
    crossEntropy(model.forward(x), labels).backward();
    optimizer.step();
  }
  const words = [];
  for (const parameter of model.parameters()) words.push(...new Int32Array((await parameter.data()).buffer));
  const { threads, simd } = device;
  await device.close();
`;

const script = `
  const { Conv2d, crossEntropy, Dropout, Flatten, Linear, LocalResponseNorm, manualSeed, MaxPool2d, randn, ReLU, Sequential, SGD } =
    await import("/dist/src/index.js");
  const { cpu } = await import("/dist/src/devices/cpu/index.browser.js");
  const device = await cpu({ threads: 2 });
  ${training}
  report({ threads, simd, words });
`;

interface Result {
  readonly threads: number;
  readonly simd: string;
  readonly words: number[];
  readonly error?: string;
}

describe.skipIf(chromium === undefined)("the cpu device in a browser", () => {
  let isolated: Result;
  let plain: Result;
  let node: Result;

  beforeAll(async () => {
    isolated = (await runInBrowser(script, true)) as Result;
    plain = (await runInBrowser(script, false)) as Result;
    const alexgrad = await import("../../src/index.ts");
    const { cpu } = await import("../../src/devices/cpu/index.node.ts");
    const run = new Function(
      "alexgrad",
      "device",
      `return (async () => {
        const { Conv2d, crossEntropy, Dropout, Flatten, Linear, LocalResponseNorm, manualSeed, MaxPool2d, randn, ReLU, Sequential, SGD } =
    alexgrad;
        ${training}
        return { threads, simd, words };
      })();`,
    ) as (library: unknown, device: unknown) => Promise<Result>;
    node = await run(alexgrad, await cpu({ threads: 2, simd: "relaxed" }));
  });

  it("runs in Web Workers where the page is isolated", () => {
    expect(isolated.error).toBeUndefined();
    expect(isolated.threads).toBe(2);
    expect(isolated.simd).toBe("relaxed");
  });

  it("runs on one thread where it is not", () => {
    expect(plain.error).toBeUndefined();
    expect(plain.threads).toBe(1);
  });

  it("computes the same bits as in Node", () => {
    expect(node.words.length).toBeGreaterThan(3000);
    expect(isolated.words).toEqual(node.words);
    expect(plain.words).toEqual(node.words);
  });
});
