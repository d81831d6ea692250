import { describe, expect, it } from "vitest";
import { BufferPool } from "../../../src/devices/gpu/pool.ts";

/** As much of a GPUDevice as a pool sees. */
class FakeDevice {
  room: number;
  made = 0;
  destroyed = 0;
  #failed: unknown[] = [];

  constructor(room: number) {
    this.room = room;
  }

  pushErrorScope(): void {}

  async popErrorScope(): Promise<unknown> {
    return this.#failed.pop() ?? null;
  }

  createBuffer({ size }: { size: number }): object {
    if (size > this.room) this.#failed.push(new Error("out of memory"));
    else this.room -= size;
    this.made++;
    return {
      size,
      destroy: () => {
        this.room += size;
        this.destroyed++;
      },
    };
  }
}

function open(room = 2 ** 40) {
  const fake = new FakeDevice(room);
  return { fake, pool: new BufferPool(fake as unknown as GPUDevice) };
}

describe("BufferPool", () => {
  it("gives a buffer again to who asks for about as much", async () => {
    const { fake, pool } = open();
    const first = await pool.take(100_000);
    pool.give(first);
    expect(await pool.take(99_000)).toBe(first);
    expect(await pool.take(99_000)).not.toBe(first);
    expect(fake.made).toBe(2);
  });

  it("wastes an eighth at most", async () => {
    const { pool } = open();
    for (const bytes of [1, 4, 255, 257, 5000, 123_456, 2 ** 20, 2 ** 20 + 4, 151_000_000]) {
      const { size } = await pool.take(bytes);
      expect(size).toBeGreaterThanOrEqual(bytes);
      expect(size).toBeLessThanOrEqual(Math.max(256 + bytes, bytes * 1.125));
      expect(size % 4).toBe(0);
    }
  });

  it("holds no more than was in use at the busiest moment", async () => {
    const { fake, pool } = open();
    const buffers = [await pool.take(4096), await pool.take(8192), await pool.take(2048)];
    const peak = pool.bytes;
    for (const buffer of buffers) pool.give(buffer);
    expect([pool.bytes, pool.idleBytes]).toEqual([peak, peak]);
    for (const bytes of [3000, 6000, 12_000, 1000]) {
      const buffer = await pool.take(bytes);
      expect(pool.bytes).toBeLessThanOrEqual(Math.max(peak, buffer.size));
      pool.give(buffer);
    }
    expect(fake.destroyed).toBeGreaterThan(0);
  });

  it("gives up what is idle before it says that there is no memory, and goes on afterwards", async () => {
    const { pool } = open(10_240);
    const [a, b] = [await pool.take(4096), await pool.take(4096)];
    await expect(pool.take(4096)).rejects.toThrow("the GPU has no memory left for a buffer of 4096 bytes");
    pool.give(a);
    const large = await pool.take(6144);
    expect(large.size).toBe(6144);
    pool.give(large);
    pool.give(b);
    expect((await pool.take(4096)).size).toBe(4096);
  });
});
