import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defaultTile, type TileName, tileNames } from "../../../kernels/products/candidates.wgsl.ts";
import { type Adapter, type Buffer, type Driver, type Pass, sizeOfPass } from "../../../src/devices/gpu/driver.ts";
import { TunedTiling } from "../../../src/devices/gpu/tune.ts";
import type { Store } from "../../../src/devices/store.ts";

let clock = 0;

beforeEach(() => {
  clock = 0;
  vi.spyOn(performance, "now").mockImplementation(() => clock);
});

afterEach(() => void vi.restoreAllMocks());

let adapters = 0;

/** A GPU whose passes take the time that is said: it passes while the driver settles. */
class FakeDriver implements Driver {
  readonly backend = "webgpu";
  readonly products = "tiled";
  readonly adapter: Adapter;
  readonly maxBytes = 2 ** 30;
  lost = "";
  launches = 0;
  readonly live = new Map<Buffer, number>();
  /** What a pass adds to the values that it is given. */
  valueOf: (pass: Pass) => number = () => 0;
  /** What the next wait reports. */
  failure: Error | null = null;
  #pending = 0;
  readonly #millisecondsOf: (pass: Pass) => number;

  /** One adapter is tuned once in a process. */
  constructor(millisecondsOf: (pass: Pass) => number, adapter = `Some GPU ${adapters++}`) {
    this.#millisecondsOf = millisecondsOf;
    this.adapter = { name: adapter, software: false };
  }

  async upload({ length }: Float32Array): Promise<Buffer> {
    return this.#make(length, 0);
  }

  async read(buffer: Buffer): Promise<Float32Array> {
    return new Float32Array(buffer.size).fill(this.live.get(buffer)!);
  }

  free(buffer: Buffer): void {
    this.live.delete(buffer);
  }

  async launch(pass: Pass): Promise<Buffer> {
    this.launches++;
    this.#pending += this.#millisecondsOf(pass);
    const given = pass.args.map((arg) => (typeof arg === "number" ? 0 : this.live.get(arg.buffer)!));
    return this.#make(sizeOfPass(pass), Math.max(...given) + this.valueOf(pass));
  }

  memory() {
    return { gpuBytes: 0, idleBytes: 0, kernels: 0 };
  }

  async settle(): Promise<void> {
    clock += this.#pending + 0.5;
    this.#pending = 0;
    const { failure } = this;
    this.failure = null;
    if (failure !== null) throw failure;
  }

  lose(): void {
    this.lost = "unplugged";
  }

  async close(): Promise<void> {}

  #make(size: number, value: number): Buffer {
    const buffer = { size };
    this.live.set(buffer, value);
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
    const next = new FakeDriver(millisecondsOf, driver.adapter.name);
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
    const driver = new FakeDriver(millisecondsOf);
    const { name } = driver.adapter;
    await new TunedTiling(driver, store).tileFor("matmul", 512, 512);
    const [key, kept] = [...store.kept][0]!;
    expect(key).toContain(`webgpu ${name}`);
    expect(kept).toEqual({ matmul: wide, convolution: tall, broken: [] });
    for (const broken of [
      undefined,
      null,
      "64x64x16/4x4",
      {},
      { matmul: wide, broken: [] },
      { matmul: wide, convolution: tall },
      { matmul: wide, convolution: tall, broken: ["1x1"] },
      { matmul: wide, convolution: "1x1", broken: [] },
    ]) {
      store.kept.set(key, broken);
      expect(new TunedTiling(new FakeDriver(millisecondsOf, name), store).tuned).toBe(false);
    }
    store.kept.set(key, kept);
    expect(new TunedTiling(new FakeDriver(millisecondsOf, name), store).tuned).toBe(true);
    const other = new TunedTiling(new FakeDriver(millisecondsOf), store);
    expect([other.tuned, await other.tileFor("convolution", 512, 512)]).toEqual([false, tall]);
  });

  it("leaves out a tile that does not run", async () => {
    const driver = new FakeDriver((pass) => {
      if (pass.tiles?.name === wide) throw new Error("it does not compile");
      return pass.tiles?.name === "64x64x16/8x8" ? 1 : 2;
    });
    expect(await new TunedTiling(driver, memoryStore()).tileFor("matmul", 512, 512)).toBe("64x64x16/8x8");
    expect([...driver.live]).toEqual([]);
  });

  it.each([0.5, -0.5, Number.NaN])("leaves out tiles that compute %d too much", async (value) => {
    const wrong: readonly unknown[] = [wide, "32x128x16/4x8"];
    const driver = new FakeDriver(millisecondsOf);
    driver.valueOf = ({ tiles }) => (wrong.includes(tiles?.name) ? value : 0);
    const store = memoryStore();
    const tiling = new TunedTiling(driver, store);
    expect(await tiling.tileFor("matmul", 512, 512)).not.toBe(wide);
    expect([...store.kept.values()]).toMatchObject([{ convolution: tall, broken: [wide, "32x128x16/4x8"] }]);
    for (const again of [tiling, new TunedTiling(driver, store)]) {
      expect(await again.tileFor("matmul", 20, 512)).toBe("32x32x8/4x4");
    }
    expect(driver.live.size).toBe(0);
  });

  it("takes sums in another order for right", async () => {
    const driver = new FakeDriver(millisecondsOf);
    driver.valueOf = ({ tiles }) => (tiles?.name === wide ? 0.01 : 0);
    expect(await new TunedTiling(driver, memoryStore()).tileFor("matmul", 512, 512)).toBe(wide);
  });

  it("reports what failed before, and tunes then", async () => {
    const driver = new FakeDriver(millisecondsOf);
    const tiling = new TunedTiling(driver, memoryStore());
    driver.failure = new Error("an earlier call was invalid");
    await expect(tiling.tileFor("matmul", 512, 512)).rejects.toThrow("an earlier call was invalid");
    expect(await tiling.tileFor("matmul", 512, 512)).toBe(wide);
  });

  it("tunes an adapter once in a process, for devices at the same time and where nothing is kept", async () => {
    const store = { read: () => undefined, write: () => {} };
    const first = new FakeDriver(millisecondsOf);
    const others = [0, 1].map(() => new FakeDriver(millisecondsOf, first.adapter.name));
    const tilings = [first, ...others].map((driver) => new TunedTiling(driver, store));
    const [one, two, three] = tilings as [TunedTiling, TunedTiling, TunedTiling];
    await Promise.all([one.tileFor("matmul", 512, 512), two.tileFor("matmul", 512, 512)]);
    expect(await three.tileFor("convolution", 512, 512)).toBe(tall);
    expect(tilings.map(({ tuned }) => tuned)).toEqual([true, true, true]);
    expect(others.map(({ launches }) => launches)).toEqual([0, 0]);
  });

  it("frees the first input where there is no memory for the second", async () => {
    const driver = new FakeDriver(millisecondsOf);
    const upload = driver.upload.bind(driver);
    driver.upload = async (values) => {
      if (driver.live.size > 0) throw new Error("no memory");
      return upload(values);
    };
    expect(await new TunedTiling(driver, memoryStore()).tileFor("matmul", 512, 512)).toBe(defaultTile);
    expect(driver.live.size).toBe(0);
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
      expect(launches).toBeLessThan(after + 50);
      await tiling.tileFor("matmul", 512, 512);
      expect(driver.launches).toBe(launches);
    }
  });
});
