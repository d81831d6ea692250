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
  const running = clock()!;
  running.start();
  // Freed afterwards: what is freed before its turn is not computed.
  const made = Array.from({ length: calls }, () => device.run.exp([size], x));
  await device.sync();
  for (const handle of made) device.free(handle);
  return running.stop();
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
  clock()!.start();
  const y = device.run.relu([size], x);
  const values = await device.read(y);
  await clock()!.stop();
  expect([values[0], values[999]]).toEqual([0, 499]);
});
