import type { Pool } from "./crew.ts";
import type { CpuFacts } from "./device.ts";
import { CpuExecutor } from "./executor.ts";
import { makePlans } from "./plans.ts";
import type { Tile } from "./tiles.ts";
import type { Loaded } from "./tune.ts";

/** An executor, and how it computes. */
export interface Opened extends CpuFacts {
  readonly executor: CpuExecutor;
}

export function makeExecutor(options: {
  readonly loaded: Loaded;
  readonly tile: Tile;
  readonly threads: number;
  readonly spins: number;
  readonly newPool: (() => Pool) | null;
}): Opened {
  const { loaded, tile, ...execution } = options;
  return {
    executor: new CpuExecutor({ module: loaded.module, plans: makePlans(tile), ...execution }),
    threads: options.threads,
    simd: loaded.level,
    simdReason: loaded.reason,
    tile: `${tile.mr}×${tile.nr}`,
  };
}
