import { describe, expect, it } from "vitest";
import type { Pass } from "../../../src/devices/gpu/driver.ts";
import type GPU from "../../../src/devices/gpu/gpujs.d.ts";
import type { KernelSettings } from "../../../src/devices/gpu/gpujs.d.ts";
import { KernelCache } from "../../../src/devices/gpu/kernelCache.ts";

class FakeGpu {
  readonly settings: KernelSettings[] = [];
  readonly destroyed: number[] = [];

  createKernel(_: string, settings: KernelSettings): object {
    const id = this.settings.push(settings) - 1;
    return { kernel: { id }, destroy: () => this.destroyed.push(id) };
  }
}

function open() {
  const gpu = new FakeGpu();
  const cache = new KernelCache(gpu as unknown as GPU, "Input", { pipeline: false, immutable: false });
  return { gpu, cache };
}

function pass(constants: Record<string, number> = {}, more: Partial<Pass> = {}): Pass {
  const buffer = { buffer: { size: 4 }, dims: [4, 1, 1] } as const;
  return { kernel: "concat", threads: [4], width: 1, constants, args: [buffer, 0.5], ...more };
}

describe("KernelCache", () => {
  it("compiles once for a name and its constants, whatever the sizes", () => {
    const { gpu, cache } = open();
    const first = cache.get(pass({ n: 3 }));
    expect(cache.get(pass({ n: 3 }, { threads: [4000] }))).toBe(first);
    expect(cache.get(pass({ n: 4 }))).not.toBe(first);
    expect(cache.get(pass({ n: 3 }, { kernel: "copy" }))).not.toBe(first);
    expect(cache.get(pass({ n: 3 }, { threads: [4, 1, 1] }))).not.toBe(first);
    expect(gpu.settings.length).toBe(4);
  });

  it("tells gpu.js what is whole, and does not let it end loops", () => {
    const { gpu, cache } = open();
    cache.get(pass({ n: 3 }));
    expect(gpu.settings[0]).toMatchObject({
      constantTypes: { n: "Integer" },
      argumentTypes: ["Input", "Float"],
      loopMaxIterations: 2 ** 31 - 1,
    });
  });

  it("keeps 512, and destroys the one unused for longest", () => {
    const { gpu, cache } = open();
    for (let n = 0; n < 512; n++) cache.get(pass({ n }));
    cache.get(pass({ n: 0 }));
    cache.get(pass({ n: 512 }));
    expect(gpu.destroyed).toEqual([1]);
    expect(cache.size).toBe(512);
    cache.clear();
    expect([gpu.destroyed.length, cache.size]).toEqual([513, 0]);
  });

  it("forgets a kernel that failed", () => {
    const { gpu, cache } = open();
    cache.get(pass());
    cache.forget(pass());
    cache.get(pass());
    expect([gpu.settings.length, gpu.destroyed]).toEqual([2, [0]]);
  });
});
