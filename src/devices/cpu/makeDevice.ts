import { QueuedDevice } from "../queue.ts";
import type { Pool } from "./crew.ts";
import type { CpuDevice } from "./device.ts";
import { CpuExecutor } from "./executor.ts";
import { makePlans } from "./plans/index.ts";
import type { Tile } from "./tiles.ts";
import type { Loaded } from "./tune.ts";

export function makeDevice(options: {
  readonly loaded: Loaded;
  readonly tile: Tile;
  readonly threads: number;
  readonly spins: number;
  readonly newPool: (() => Pool) | null;
}): CpuDevice {
  const { loaded, tile, ...execution } = options;
  const executor = new CpuExecutor({ module: loaded.module, plans: makePlans(tile), ...execution });
  return Object.assign(new QueuedDevice(executor), {
    threads: options.threads,
    simd: loaded.level,
    simdReason: loaded.reason,
    tile: `${tile.mr}×${tile.nr}`,
  });
}
