import { availableParallelism } from "node:os";
import { checkOptions } from "../../core/options.ts";
import { loadModule } from "./load.node.ts";
import { makeExecutor, type Opened } from "./makeExecutor.ts";
import { cpuOptions, readThreads, spinsFor } from "./options.ts";
import { NodePool } from "./pool.node.ts";
import type { SimdLevel } from "./simd.ts";
import { loadTuned, tune } from "./tune.ts";

/** What `cpu` runs on, from its options. */
export async function open(options: { threads?: number; simd?: SimdLevel } = {}): Promise<Opened> {
  checkOptions("cpu", options, cpuOptions);
  const cores = availableParallelism();
  const threads = readThreads(options.threads, cores);
  const { loaded, tile } = await loadTuned(loadModule, (module) => tune({ module, shared: true }), options.simd);
  const newPool = () => new NodePool(threads);
  return makeExecutor({ loaded, tile, threads, spins: spinsFor(threads, cores), newPool });
}
