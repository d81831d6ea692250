import { afterAll, expect, it, vi } from "vitest";
import GPU from "#gpu.js";
import { gpuClock } from "../../bench/gpuClock.node.ts";
import { gpu } from "../../src/devices/gpu/index.node.ts";

const clock = await gpuClock();
const device = await gpu({ fallback: "error" });

afterAll(() => device.close());

const size = 1000;
const x = device.write(Float32Array.from({ length: size }, (_, i) => i - 500));

async function timed(calls: number): Promise<number> {
  return clock()!.time(() => chain(calls));
}

/** Freed afterwards: what is freed before its turn is not computed. */
async function chain(calls: number): Promise<void> {
  const made = Array.from({ length: calls }, () => device.run.exp([size], x));
  await device.sync();
  for (const handle of made) device.free(handle);
}

it("the GPU's clock stands still while it does not compute", async () => {
  expect(clock()).not.toBeNull();
  // An adapter's clock may tick too coarsely for one pass.
  expect(await timed(1)).toBeGreaterThanOrEqual(0);
  expect(await timed(0)).toBe(0);
});

it("the GPU's clock times more passes than a set of queries takes", async () => {
  const context = await GPU.WebGPUContext.acquire();
  const made = vi.spyOn(context.device, "createQuerySet");
  await timed(10);
  expect(made).toHaveBeenCalledTimes(1);
  expect(await timed(3000)).toBeGreaterThan(0);
  expect(made).toHaveBeenCalledTimes(3);
});

it("what is timed has its values", async () => {
  let values: ArrayLike<number> = [];
  await clock()!.time(async () => {
    values = await device.read(device.run.relu([size], x));
  });
  expect([values[0], values[999]]).toEqual([0, 499]);
});

it("work that fails is not timed, and leaves nothing to the next", async () => {
  const failing = async () => {
    await chain(5000);
    throw new Error("lost");
  };
  await expect(clock()!.time(failing)).rejects.toThrow("lost");
  expect(await timed(0)).toBe(0);
  await expect(clock()!.time(failing)).rejects.toThrow("lost");
  await chain(1);
  expect(await timed(0)).toBe(0);
});
