import { checkOptions } from "../../core/options.ts";
import { loadModule } from "./load.browser.ts";
import { makeExecutor, type Opened } from "./makeExecutor.ts";
import { cpuOptions, readThreads, spinsFor } from "./options.ts";
import { openThreads, tuneInThread } from "./pool.browser.ts";
import type { SimdLevel } from "./simd.ts";
import { loadTuned } from "./tune.ts";

/** What `cpu` runs on, from its options. */
export async function open(options: { threads?: number; simd?: SimdLevel } = {}): Promise<Opened> {
  checkOptions("cpu", options, cpuOptions);
  const cores = navigator.hardwareConcurrency;
  const asked = readThreads(options.threads, cores);
  const isolated = crossOriginIsolated;
  const threads = isolated ? asked : 1;
  const { loaded, tile } = await loadTuned(
    (most) => loadModule(isolated, most),
    (module) => tuneInThread({ module, shared: isolated }),
    options.simd,
  );
  const newPool = isolated ? () => openThreads(threads) : null;
  return makeExecutor({ loaded, tile, threads, spins: spinsFor(threads, cores), newPool });
}
