import { DeviceError } from "../../core/errors.ts";
import type { Helpers } from "./entries.ts";
import { newMemory } from "./heap.ts";
import { type SimdLevel, simdLevels } from "./simd.ts";
import { type Tile, tileAt, tiles } from "./tiles.ts";

/** A module of the kernels, and the level it was compiled at. */
export interface Loaded {
  readonly module: WebAssembly.Module;
  readonly level: SimdLevel;
  /** Why the level is not a higher one; empty where it is the highest. */
  readonly reason: string;
}

/** What `tune` takes. */
export interface Trial {
  readonly module: WebAssembly.Module;
  /** As it was built. */
  readonly shared: boolean;
}

const steps = 256;
const rows = 12;
const columns = 16;

/** The kernels at the highest level that computes rightly, with their fastest tile.
 *  @param tryTiles runs `tune`, here or in a thread.
 *  @throws DeviceError if no level computes rightly, or there is no memory. */
export async function loadTuned(
  load: (most?: SimdLevel) => Loaded | Promise<Loaded>,
  tryTiles: (module: WebAssembly.Module) => Tile | null | Promise<Tile | null>,
  most?: SimdLevel,
): Promise<{ loaded: Loaded; tile: Tile }> {
  let loaded = await load(most);
  for (;;) {
    const tile = await tryTiles(loaded.module);
    if (tile !== null) return { loaded, tile };
    const lower = simdLevels[simdLevels.indexOf(loaded.level) - 1];
    if (lower === undefined) throw new DeviceError("cpu: this engine computes a small product wrongly");
    loaded = { ...(await load(lower)), reason: `this engine computes wrongly at level ${loaded.level}` };
  }
}

/** Tries every register tile on a small product, for a few milliseconds: a wrong result is an engine that cannot be
 *  trusted at this level, and of the right ones the fastest wins. All tiles give the same bits.
 *  @returns null if any result is wrong. */
export function tune({ module, shared }: Trial): Tile | null {
  const memory = newMemory(16, shared);
  const { multiply } = new WebAssembly.Instance(module, { env: { memory } }).exports as WebAssembly.Exports & Helpers;
  const floats = new Float32Array(memory.buffer);
  const [a, b, c] = [0, 8192, 16384];
  let best: Tile | null = null;
  let bestTime = Number.POSITIVE_INFINITY;
  for (let index = 0; index < tiles.length; index++) {
    const tile = tileAt(index);
    const { mr, nr } = tile;
    // Small whole numbers: every sum is exact, in whatever order and with whatever rounding.
    for (let i = 0; i < rows * steps; i++) floats[a + i] = (i % 7) - 3;
    for (let i = 0; i < columns * steps; i++) floats[b + i] = (i % 5) - 2;
    floats.fill(0, c, c + rows * columns);
    const run = () => multiply(index, steps, 4 * a, 4 * mr * steps, rows / mr, 4 * b, columns / nr, 4 * c);
    run();
    if (!isProduct(floats, a, b, c, tile)) return null;
    for (let round = 0; round < 5; round++) {
      const start = performance.now();
      for (let i = 0; i < 50; i++) run();
      const time = performance.now() - start;
      if (time < bestTime) {
        bestTime = time;
        best = tile;
      }
    }
  }
  return best;
}

function isProduct(floats: Float32Array, a: number, b: number, c: number, { mr, nr }: Tile): boolean {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const panelA = a + Math.floor(i / mr) * mr * steps + (i % mr);
      const panelB = b + Math.floor(j / nr) * nr * steps + (j % nr);
      let sum = 0;
      for (let k = 0; k < steps; k++) sum += floats[panelA + k * mr] * floats[panelB + k * nr];
      const tileIndex = Math.floor(j / nr) * (rows / mr) + Math.floor(i / mr);
      if (floats[c + tileIndex * mr * nr + (i % mr) * nr + (j % nr)] !== sum) return false;
    }
  }
  return true;
}
