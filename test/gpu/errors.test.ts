import { expect, it } from "vitest";
import type { Driver } from "../../src/devices/gpu/driver.ts";
import { provideWebGpu } from "../../src/devices/gpu/provide.node.ts";
import { webgpuDriver } from "../../src/devices/gpu/webgpu.ts";

async function launchNonsense(driver: Driver): Promise<void> {
  const input = { buffer: await driver.upload(Float32Array.of(1)), dims: [1, 1, 1] } as const;
  const tiles = { name: "nonsense", wgsl: () => "nonsense", workgroup: [1, 1, 1], size: 1 } as const;
  await driver
    .launch({ kernel: "copy", threads: [1], width: 1, constants: {}, args: [input], tiles })
    .catch(() => undefined);
}

it("a driver hears of its errors while others open and close on its device", async () => {
  await provideWebGpu();
  const first = await webgpuDriver();
  const second = await webgpuDriver();
  await launchNonsense(first);
  await expect(first.settle()).rejects.toThrow("gpu: ");
  await first.settle();
  await second.close();
  await launchNonsense(first);
  await expect(first.settle()).rejects.toThrow("gpu: ");
  await first.close();
});
