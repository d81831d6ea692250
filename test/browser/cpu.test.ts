import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cpu } from "../../src/devices/cpu/index.node.ts";
import * as alexgrad from "../../src/index.ts";
import { call, TestBrowser } from "./chromium.ts";

/** Three training steps of a small network: how it ran, and the parameters after them, as 32-bit words. */
const training = `async (alexgrad, device) => {
  const { Conv2d, crossEntropy, Dropout, Flatten, Linear, LocalResponseNorm, manualSeed, MaxPool2d, randn, ReLU, Sequential, SGD } = alexgrad;
  const labels = [0, 1, 2, 3, 0, 1, 2, 3];
  manualSeed(1);
  const options = { device };
  const model = new Sequential([
    new Conv2d(3, 16, { kernel: 3, padding: 1, ...options }),
    new ReLU(),
    new LocalResponseNorm({ size: 5 }),
    new MaxPool2d({ kernel: 3, stride: 2 }),
    new Flatten(),
    new Dropout({ p: 0.5 }),
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
  return { threads, simd, words };
}`;

const inBrowser = `async () => {
  const { cpu } = await import("/dist/src/devices/cpu/index.browser.js");
  return (${training})(await import("/dist/src/index.js"), await cpu({ threads: 2 }));
}`;

const unnamed = `async () => {
  const alexgrad = await import("/dist/src/index.js");
  return (${training})(alexgrad, alexgrad.defaultDevice());
}`;

interface Result {
  readonly threads: number;
  readonly simd: string;
  readonly words: number[];
}

describe("the cpu device in a browser", () => {
  let browser: TestBrowser;
  let isolated: Result;
  let plain: Result;
  let node: Result;

  beforeAll(async () => {
    browser = await TestBrowser.launch();
    isolated = await call(await browser.open({ isolated: true }), inBrowser);
    plain = await call(await browser.open({ isolated: false }), inBrowser);
    const inNode = new Function(`return ${training};`)() as (library: object, device: object) => Promise<Result>;
    node = await inNode(alexgrad, await cpu({ threads: 2, simd: "relaxed" }));
  });

  afterAll(() => browser?.close());

  it("runs in Web Workers where the page is isolated", () => {
    expect(isolated.threads).toBe(2);
    expect(isolated.simd).toBe("relaxed");
  });

  it("runs on one thread where it is not", () => {
    expect(plain.threads).toBe(1);
  });

  it.each([true, false])("is the device that is not named (isolated: %s)", async (isolated) => {
    const { words }: Result = await call(await browser.open({ isolated }), unnamed);
    expect(words).toEqual(node.words);
  });

  it("computes the same bits as in Node", () => {
    expect(node.words.length).toBeGreaterThan(3000);
    expect(isolated.words).toEqual(node.words);
    expect(plain.words).toEqual(node.words);
  });
});
