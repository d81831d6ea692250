import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defaultTile, type TileName, tileNames } from "../../../kernels/products/candidates.wgsl.ts";
import type { Buffer, Driver, Pass } from "../../../src/devices/gpu/driver.ts";
import { TunedTiling } from "../../../src/devices/gpu/tune.ts";
import type { Store } from "../../../src/devices/store.ts";

let clock = 0;

beforeEach(() => {
  clock = 0;
  vi.spyOn(performance, "now").mockImplementation(() => clock);
});

afterEach(() => void vi.restoreAllMocks());

/** A GPU whose passes take the time that is said: it passes while the driver settles. */
class FakeDriver implements Driver {
  readonly backend = "webgpu";
  readonly products = "tiled";
  readonly adapter = { name: "Some GPU", software: false };
  readonly maxBytes = 2 ** 30;
  lost = "";
  launches = 0;
  readonly live = new Set<Buffer>();
  #pending = 0;
  readonly #millisecondsOf: (pass: Pass) => number;

  constructor(millisecondsOf: (pass: Pass) => number) {
    this.#millisecondsOf = millisecondsOf;
  }

  async upload({ length }: Float32Array): Promise<Buffer> {
    return this.#make(length);
  }

  async read(): Promise<Float32Array> {
    throw new Error("nothing is read");
  }

  free(buffer: Buffer): void {
    this.live.delete(buffer);
  }

  async launch(pass: Pass): Promise<Buffer> {
    this.launches++;
    if (this.lost !== "") throw new Error("lost");
    this.#pending += this.#millisecondsOf(pass);
    return this.#make(1);
  }

  memory() {
    return { gpuBytes: 0, idleBytes: 0, kernels: 0 };
  }

  async settle(): Promise<void> {
    clock += this.#pending + 0.5;
    this.#pending = 0;
  }

  async close(): Promise<void> {}

  #make(size: number): Buffer {
    const buffer = { size };
    this.live.add(buffer);
    return buffer;
  }
}

function memoryStore(): Store & { readonly kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>();
  return { kept, read: (key) => kept.get(key), write: (key, value) => void kept.set(key, value) };
}

const [wide, tall]: TileName[] = ["128x128x8/8x8", "32x32/4x4"];

/** All take 2 ms, but for the fastest. */
function millisecondsOf({ kernel, tiles }: Pass): number {
  if (!tileNames.includes(tiles?.name as TileName)) return 0.01;
  return tiles?.name === (kernel === "matmul" ? wide : tall) ? 1 : 2;
}

describe("TunedTiling", () => {
  it("takes the fastest tile of each kind, before the first product, and keeps it", async () => {
    const driver = new FakeDriver(millisecondsOf);
    const store = memoryStore();
    const tiling = new TunedTiling(driver, store);
    expect([tiling.tuned, tiling.tiles.matmul, driver.launches]).toEqual([false, defaultTile, 0]);
    const [first, second] = await Promise.all([
      tiling.tileFor("matmul", 512, 512),
      tiling.tileFor("convolution", 64, 999),
    ]);
    expect([first, second, tiling.tuned]).toEqual([wide, tall, true]);
    expect([...driver.live]).toEqual([]);
    const next = new FakeDriver(millisecondsOf);
    const again = new TunedTiling(next, store);
    expect([again.tuned, await again.tileFor("matmul", 512, 512), next.launches]).toEqual([true, wide, 0]);
    // A product that would not fill the tile has a smaller one.
    expect(await again.tileFor("matmul", 40, 512)).toBe("64x64x16/4x4");
    expect(await again.tileFor("matmul", 20, 512)).toBe("32x128x16/4x8");
    expect(await again.tileFor("matmul", 20, 20)).toBe("32x32x8/4x4");
  });

  it("times chains of 20 ms", async () => {
    const driver = new FakeDriver(millisecondsOf);
    let longest = 0;
    const settle = driver.settle.bind(driver);
    driver.settle = async () => {
      const before = clock;
      await settle();
      longest = Math.max(longest, clock - before);
    };
    await new TunedTiling(driver, memoryStore()).tileFor("matmul", 512, 512);
    expect(longest).toBeGreaterThan(20);
    expect(longest).toBeLessThan(60);
  });

  it("tunes again where what was kept is broken, or of another adapter", async () => {
    const store = memoryStore();
    await new TunedTiling(new FakeDriver(millisecondsOf), store).tileFor("matmul", 512, 512);
    const [key] = store.kept.keys();
    expect(key).toContain("webgpu Some GPU");
    for (const broken of [
      undefined,
      null,
      "64x64x16/4x4",
      {},
      { matmul: wide },
      { matmul: wide, convolution: "1x1" },
    ]) {
      store.kept.set(key!, broken);
      const tiling = new TunedTiling(new FakeDriver(millisecondsOf), store);
      expect(tiling.tuned).toBe(false);
      expect(await tiling.tileFor("convolution", 512, 512)).toBe(tall);
      expect(store.kept.get(key!)).toEqual({ matmul: wide, convolution: tall });
    }
  });

  it("leaves out a tile that does not run", async () => {
    const driver = new FakeDriver((pass) => {
      if (pass.tiles?.name === wide) throw new Error("it does not compile");
      return pass.tiles?.name === "64x64x16/8x8" ? 1 : 2;
    });
    expect(await new TunedTiling(driver, memoryStore()).tileFor("matmul", 512, 512)).toBe("64x64x16/8x8");
    expect([...driver.live]).toEqual([]);
  });

  it("goes on with the default where the device is lost, and keeps nothing", async () => {
    for (const after of [0, 3, 200]) {
      const driver: FakeDriver = new FakeDriver((pass) => {
        if (driver.launches > after) driver.lost = "it was unplugged";
        return millisecondsOf(pass);
      });
      const store = memoryStore();
      const tiling = new TunedTiling(driver, store);
      expect(await tiling.tileFor("matmul", 512, 512)).toBe(defaultTile);
      expect([tiling.tuned, store.kept.size, driver.live.size]).toEqual([false, 0, 0]);
      const { launches } = driver;
      await tiling.tileFor("matmul", 512, 512);
      expect(driver.launches).toBe(launches);
    }
  });
});
