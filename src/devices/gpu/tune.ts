import {
  fittingTile,
  type ProductKind,
  productKinds,
  type TileName,
  tileNames,
} from "../../../kernels/products/candidates.wgsl.ts";
import { conv2dGeometry } from "../../core/geometry/conv2d.ts";
import { matmulGeometry } from "../../core/geometry/matmul.ts";
import { Rng } from "../../core/rng.ts";
import { type Shape, sizeOf } from "../../core/shape.ts";
import type { Store } from "../store.ts";
import type { Buffer, Driver } from "./driver.ts";
import { Launcher } from "./plan.ts";
import { plans } from "./plans.ts";
import { defaultTiles, fixedTiling, type TileNames, type Tiling } from "./tiling.ts";

/** To be raised with every change of what is timed: what was kept before says nothing then. */
const version = 1;

/** A wait for the GPU costs milliseconds: so many calls are timed together that it does not matter. */
const leastTime = 20;
const mostCalls = 1024;
const rounds = 3;

/** The tiles that are the fastest on an adapter: kept from an earlier time, or timed before the first product. */
export class TunedTiling implements Tiling {
  tiles: TileNames = defaultTiles;
  tuned = false;
  readonly #driver: Driver;
  readonly #store: Store;
  readonly #key: string;
  #tuning: Promise<void> | null = null;

  constructor(driver: Driver, store: Store) {
    this.#driver = driver;
    this.#store = store;
    this.#key = `tiles ${version} ${driver.backend} ${driver.adapter.name}`;
    const kept = store.read(this.#key);
    if (!isTileNames(kept)) return;
    this.tiles = kept;
    this.tuned = true;
  }

  async tileFor(kind: ProductKind, rows: number, columns: number): Promise<TileName> {
    if (!this.tuned) {
      this.#tuning ??= this.#tune();
      await this.#tuning;
    }
    return fittingTile(this.tiles[kind], rows, columns);
  }

  async #tune(): Promise<void> {
    const matmul = await fastest("matmul", this.#driver);
    const convolution = await fastest("convolution", this.#driver);
    if (matmul === null || convolution === null || this.#driver.lost !== "") return;
    this.tiles = { matmul, convolution };
    this.tuned = true;
    this.#store.write(this.#key, this.tiles);
  }
}

function isTileNames(value: unknown): value is TileNames {
  const isName = (name: unknown) => (tileNames as unknown[]).includes(name);
  return typeof value === "object" && value !== null && productKinds.every((kind) => isName(Reflect.get(value, kind)));
}

/** Null if none computes. The tiles take turns, so that what else the machine does falls on all of them; each counts with
 *  its best round. */
async function fastest(kind: ProductKind, driver: Driver): Promise<TileName | null> {
  const trial = await openTrial(kind, driver).catch(() => null);
  if (trial === null) return null;
  const calls = new Map<TileName, number>();
  const times = new Map<TileName, number>();
  for (const tile of tileNames) {
    const count = await trial.enough(tile).catch(() => null);
    if (count !== null) calls.set(tile, count);
  }
  for (let round = 0; round < rounds; round++) {
    for (const [tile, count] of calls) {
      const time = (await trial.time(tile, count).catch(() => Number.POSITIVE_INFINITY)) / count;
      times.set(tile, Math.min(time, times.get(tile) ?? time));
    }
  }
  trial.close();
  const [best] = [...times].sort(([, a], [, b]) => a - b);
  return best !== undefined && Number.isFinite(best[1]) ? best[0] : null;
}

/** A product to time: 1024³, or AlexNet's second convolution for eight images. */
async function openTrial(kind: ProductKind, driver: Driver) {
  const rng = new Rng(1);
  const draw = (shape: Shape) => driver.upload(Float32Array.from({ length: sizeOf(shape) }, () => rng.uniform(-1, 1)));
  const matrices = matmulGeometry("tune", [1024, 1024], [1024, 1024], {});
  const windows = conv2dGeometry("tune", [8, 64, 27, 27], [192, 64, 5, 5], { padding: 2 });
  const isMatmul = kind === "matmul";
  const inputs = isMatmul
    ? [await draw([1024, 1024]), await draw([1024, 1024])]
    : [await draw(windows.xShape), await draw(windows.wShape)];
  const [a, b] = inputs as [Buffer, Buffer];
  const once = async (tile: TileName) => {
    const launcher = new Launcher(driver, "tiled", fixedTiling(tile));
    try {
      if (isMatmul) await plans.matmul(launcher, 1024 * 1024, a, b, null, matrices);
      else await plans.conv2d(launcher, sizeOf(windows.shape), a, b, null, windows);
    } finally {
      launcher.finish(null);
    }
  };
  /** Milliseconds of so many calls. */
  const time = async (tile: TileName, calls: number) => {
    const start = performance.now();
    for (let call = 0; call < calls; call++) await once(tile);
    await driver.settle();
    return performance.now() - start;
  };
  return {
    time,
    /** How many calls take long enough; the first compiles. */
    async enough(tile: TileName): Promise<number> {
      await time(tile, 1);
      let calls = 1;
      while (calls < mostCalls && (await time(tile, calls)) < leastTime) calls *= 2;
      return calls;
    },
    close(): void {
      for (const input of inputs) driver.free(input);
    },
  };
}
