import {
  defaultTile,
  fittingTile,
  type ProductKind,
  productKinds,
  type TileName,
  tileNames,
} from "../../../kernels/products/candidates.wgsl.ts";
import { DeviceError } from "../../core/errors.ts";
import { conv2dGeometry } from "../../core/geometry/conv2d.ts";
import { matmulGeometry } from "../../core/geometry/matmul.ts";
import { Rng } from "../../core/rng.ts";
import { type Shape, sizeOf } from "../../core/shape.ts";
import type { Store } from "../store.ts";
import type { Buffer, Driver } from "./driver.ts";
import { Launcher } from "./plan.ts";
import { plans } from "./plans.ts";
import { defaultTiles, fixedTiling, type TileNames, type Tiling } from "./tiling.ts";

/** To be raised with every change of what is timed or kept: what was kept before says nothing then. */
const version = 2;

/** A wait for the GPU costs milliseconds: so many calls are timed together that it does not matter. */
const leastTime = 20;
const mostCalls = 1024;
const rounds = 3;

/** What was found on an adapter. */
interface Tuned extends TileNames {
  /** Those that do not run, or compute wrongly. */
  readonly broken: readonly TileName[];
}

/** By what they are kept under: devices of one process tune an adapter once, even where nothing can be kept. */
const tunings = new Map<string, Promise<Tuned | null>>();

/** The tiles that are the fastest on an adapter: kept from an earlier time, or timed before the first product. */
export class TunedTiling implements Tiling {
  tiles: TileNames = defaultTiles;
  tuned = false;
  readonly #driver: Driver;
  readonly #store: Store;
  readonly #key: string;
  #broken: readonly TileName[] = [];
  #tuning: Promise<void> | null = null;

  constructor(driver: Driver, store: Store) {
    this.#driver = driver;
    this.#store = store;
    this.#key = tilesKey(driver.backend, driver.adapter.name);
    const kept = store.read(this.#key);
    if (isTuned(kept)) this.#take(kept);
  }

  async tileFor(kind: ProductKind, rows: number, columns: number): Promise<TileName> {
    if (!this.tuned) {
      // What failed before is not a tile's: it is reported here, and tunes no worse.
      if (this.#tuning === null) await this.#driver.settle();
      this.#tuning ??= this.#tune();
      await this.#tuning;
    }
    return fittingTile(this.tiles[kind], rows, columns, this.#broken);
  }

  async #tune(): Promise<void> {
    const tuning = tunings.get(this.#key) ?? tune(this.#driver);
    tunings.set(this.#key, tuning);
    const tuned = await tuning;
    if (tuned === null) {
      tunings.delete(this.#key);
      return;
    }
    this.#take(tuned);
    this.#store.write(this.#key, tuned);
  }

  #take({ matmul, convolution, broken }: Tuned): void {
    this.tiles = { matmul, convolution };
    this.#broken = broken;
    this.tuned = true;
  }
}

/** What an adapter's tiles are kept under. */
export function tilesKey(backend: string, adapter: string): string {
  return `tiles ${version} ${backend} ${adapter}`;
}

/** Null if it does not work, such as on a device that is lost meanwhile. */
async function tune(driver: Driver): Promise<Tuned | null> {
  const matmul = await fastest("matmul", driver);
  const convolution = await fastest("convolution", driver);
  if (matmul === null || convolution === null || driver.lost !== "") return null;
  const broken = tileNames.filter((name) => matmul.broken.includes(name) || convolution.broken.includes(name));
  return { matmul: matmul.tile, convolution: convolution.tile, broken };
}

function isTuned(value: unknown): value is Tuned {
  const isName = (name: unknown) => (tileNames as unknown[]).includes(name);
  if (typeof value !== "object" || value === null) return false;
  const broken: unknown = Reflect.get(value, "broken");
  return (
    productKinds.every((kind) => isName(Reflect.get(value, kind))) && Array.isArray(broken) && broken.every(isName)
  );
}

/** Null if none computes. The tiles take turns, so that what else the machine does falls on all of them; each counts with
 *  its best round. */
async function fastest(kind: ProductKind, driver: Driver) {
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
  if (best === undefined || !Number.isFinite(best[1])) return null;
  return { tile: best[0], broken: tileNames.filter((tile) => !calls.has(tile)) };
}

/** A product to time: 1024³, or AlexNet's second convolution for eight images. */
async function openTrial(kind: ProductKind, driver: Driver) {
  const rng = new Rng(1);
  const matrices = matmulGeometry("tune", [1024, 1024], [1024, 1024], {});
  const windows = conv2dGeometry("tune", [8, 64, 27, 27], [192, 64, 5, 5], { padding: 2 });
  const isMatmul = kind === "matmul";
  const shapes: readonly Shape[] = isMatmul
    ? [
        [1024, 1024],
        [1024, 1024],
      ]
    : [windows.xShape, windows.wShape];
  const inputs: Buffer[] = [];
  const close = () => {
    for (const input of inputs) driver.free(input);
  };
  const launch = (launcher: Launcher) => {
    const [a, b] = inputs as [Buffer, Buffer];
    if (isMatmul) return plans.matmul(launcher, sizeOf(matrices.shape), a, b, null, matrices);
    return plans.conv2d(launcher, sizeOf(windows.shape), a, b, null, windows);
  };
  const once = async <T>(tile: TileName, use: (product: Buffer) => T): Promise<T> => {
    if (driver.lost !== "") throw new DeviceError(driver.lost);
    const launcher = new Launcher(driver, "tiled", fixedTiling(tile));
    try {
      return await use(await launch(launcher));
    } finally {
      launcher.finish(null);
    }
  };
  /** Milliseconds of so many calls. */
  const time = async (tile: TileName, calls: number) => {
    const start = performance.now();
    for (let call = 0; call < calls; call++) await once(tile, () => {});
    await driver.settle();
    return performance.now() - start;
  };
  const read = (tile: TileName) => once(tile, (product) => driver.read(product));
  try {
    for (const shape of shapes) {
      inputs.push(await driver.upload(Float32Array.from({ length: sizeOf(shape) }, () => rng.uniform(-1, 1))));
    }
    const expected = await read(defaultTile);
    const terms = isMatmul ? 1024 : 64 * 5 * 5;
    return {
      time,
      close,
      /** How many calls take long enough; the first compiles.
       *  @throws DeviceError if it computes wrongly. */
      async enough(tile: TileName): Promise<number> {
        if (!agree(await read(tile), expected, terms)) throw new DeviceError("it computes wrongly");
        let calls = 1;
        while (calls < mostCalls && (await time(tile, calls)) < leastTime) calls *= 2;
        return calls;
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** Whether two orders of the same sums explain the difference. The terms' magnitudes are a fourth on average, and in no sum
 *  a half: each result is within half of this bound of the exact one. */
function agree(values: Float32Array, expected: Float32Array, terms: number): boolean {
  const bound = (terms + 8) * 2 ** -24 * terms;
  return expected.every((value, i) => Math.abs(value - values[i]!) <= bound);
}
