import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const megabyte = 2 ** 20;
/** Without bounds each of these programs would hold 2 GiB of tensors, or more. */
const programs = {
  "that never awaits and drops its results": `
    for (let i = 0; i < 4_000; i++) last = x.mul(2).add(1);`,
  "that never awaits, with what its gradients need": `
    x.requiresGrad = true;
    for (let i = 0; i < 4_000; i++) last = x.mul(2).add(1);`,
  "that never awaits, in scopes": `
    for (let i = 0; i < 4_000; i++) last = scope(() => x.mul(2).add(1).mean());`,
  "that never awaits, each result made of the one before": `
    last = x;
    for (let i = 0; i < 8_000; i++) last = scope(() => last.mul(0.5).add(1.5));`,
  "that awaits each result, of 16 MiB": `
    const large = ones([2048, 2048], { device });
    for (let i = 0; i < 128; i++) await (last = large.mul(2).add(1)).mean().item();`,
  "that awaits each result": `
    for (let i = 0; i < 4_000; i++) await (last = x.mul(2).add(1)).mean().item();`,
};

describe("a loop", () => {
  for (const [name, loop] of Object.entries(programs)) {
    it(`${name} runs in bounded memory, and right`, async () => {
      const program = `
        import { ones, scope } from "alexgrad";
        import { cpu } from "alexgrad/cpu";
        const device = await cpu({ threads: 2 });
        const x = ones([256, 256], { device });
        let last;
        ${loop}
        const [value] = await last.data();
        await device.close();
        console.log(JSON.stringify({ value, kilobytes: process.resourceUsage().maxRSS }));`;
      const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program]);
      expect(stderr).toBe("");
      const { value, kilobytes } = JSON.parse(stdout);
      expect(value).toBe(3);
      expect(kilobytes * 1024).toBeLessThan(1000 * megabyte);
    });
  }
});
