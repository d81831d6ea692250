import { QueuedDevice } from "../queue.ts";
import type { Pool } from "./crew.ts";
import { CpuExecutor, type Stored } from "./executor.ts";
import { makePlans } from "./plans/index.ts";
import type { Loaded, SimdLevel } from "./simd.ts";
import type { Tile } from "./tiles.ts";

interface CpuDeviceOptions {
  readonly loaded: Loaded;
  readonly tile: Tile;
  readonly threads: number;
  readonly spins: number;
  readonly newPool: (() => Pool) | null;
}

/** The cpu device, and how it computes. */
export class CpuDevice extends QueuedDevice<Stored> {
  readonly threads: number;
  readonly simd: SimdLevel;
  /** Why `simd` is not a higher level; empty where it is the highest. */
  readonly simdReason: string;
  /** Rows and columns of a product that are held in registers, the fastest of those tried: "6×16". */
  readonly tile: string;

  constructor({ loaded, tile, threads, spins, newPool }: CpuDeviceOptions) {
    super(new CpuExecutor({ module: loaded.module, plans: makePlans(tile), threads, spins, newPool }));
    this.threads = threads;
    this.simd = loaded.level;
    this.simdReason = loaded.reason;
    this.tile = `${tile.mr}×${tile.nr}`;
  }
}
