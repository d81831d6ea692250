import { afterAll, expect, it } from "vitest";
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

async function chain(calls: number): Promise<void> {
  for (let i = 0; i < calls; i++) device.free(device.run.exp([size], x));
  await device.sync();
}

it("the GPU's clock moves while it computes, and stands still while it does not", async () => {
  expect(clock()).not.toBeNull();
  await timed(1);
  expect(await timed(0)).toBe(0);
  expect(await timed(1)).toBeGreaterThan(0);
});

it("the GPU's clock times more passes than a set of queries takes", async () => {
  const few = await timed(10);
  const many = await timed(3000);
  expect(many).toBeGreaterThan(few);
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
