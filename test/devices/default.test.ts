import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const entry = new URL("../../dist/src/index.js", import.meta.url).href;
const run = promisify(execFile);

/** What a program of its own prints, and that it ends by itself. */
function program(text: string, ...flags: string[]) {
  const whole = `import * as ag from ${JSON.stringify(entry)}; ${text}`;
  return run(process.execPath, [...flags, "--input-type=module", "-e", whole]);
}

describe("the device that is not named", () => {
  it("is a cpu device, without waiting for it", async () => {
    const { stdout, stderr } = await program(`
      const x = ag.randn([2, 3], { requiresGrad: true });
      const device = ag.defaultDevice();
      console.log(x.device === device, device.name, device.dtype);
      const y = ag.sum(ag.mul(x, x));
      y.backward();
      const [a, b] = [await x.data(), await x.grad.data()];
      console.log(b.every((value, i) => value === 2 * a[i]), device.memory().liveBuffers > 0);
    `);
    expect(stdout).toBe("true cpu float32\ntrue true\n");
    expect(stderr).toBe("");
  });

  it("takes thousands of steps before it is there", async () => {
    const { stdout } = await program(`
      const one = ag.ones([4]);
      let x = one;
      for (let i = 0; i < 9_999; i++) x = ag.add(x, one);
      console.log([...(await x.data())].join());
    `);
    expect(stdout).toBe("10000,10000,10000,10000\n");
  });

  it("starts nothing in a program that never computes", async () => {
    const { stdout } = await program(`
      ag.defaultDevice();
      await ag.defaultDevice().close();
      console.log(process.getActiveResourcesInfo().filter((name) => /Worker|MessagePort/.test(name)).length);
    `);
    expect(stdout).toBe("0\n");
  });

  it("closes while it opens", async () => {
    const { stdout } = await program(`
      const x = ag.ones([3]);
      const sum = ag.sum(x).item();
      await ag.defaultDevice().close();
      console.log(await sum);
      try { ag.ones([1]); } catch (error) { console.log(error.message); }
    `);
    expect(stdout).toBe("3\ncpu: the device is closed\n");
  });

  it("is the reference where there is no cpu device, and says so in one line", async () => {
    const { stdout, stderr } = await program(
      `const x = ag.ones([3]);
       console.log(await ag.sum(ag.relu(x)).item(), ag.defaultDevice().name);
       await ag.defaultDevice().close();`,
      "--import",
      "data:text/javascript,delete globalThis.WebAssembly",
    );
    expect(stdout).toBe("3 reference\n");
    expect(stderr).toMatch(/^alexgrad: without a device named, the reference runs, many times slower than cpu: .*\n$/);
  });

  it("gives the bits of cpu()", async () => {
    const { stdout } = await program(`
      import { cpu } from ${JSON.stringify(fileURLToPath(new URL("../../dist/src/devices/cpu/index.node.js", import.meta.url)))};
      const step = async (device) => {
        const model = ag.buildModel("alexnet-small", { ...device, rng: new ag.Rng(1) });
        const x = ag.randn([2, 3, 32, 32], { ...device, rng: new ag.Rng(2) });
        const loss = ag.crossEntropy(model.forward(x), [1, 2]);
        loss.backward();
        return [await loss.item(), await ag.sum(model.parameters()[0].grad).item()].join();
      };
      console.log((await step({})) === (await step({ device: await cpu() })));
    `);
    expect(stdout).toBe("true\n");
  });
});
