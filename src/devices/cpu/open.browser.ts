import { ThreadError } from "../../core/errors.ts";
import { checkOptions } from "../../core/options.ts";
import { loadModule } from "./load.browser.ts";
import { makeExecutor, type Opened } from "./makeExecutor.ts";
import { cpuOptions, readThreads, spinsFor } from "./options.ts";
import { openThreads, tuneInThread } from "./pool.browser.ts";
import type { SimdLevel } from "./simd.ts";
import { loadTuned, tune } from "./tune.ts";

/** What `cpu` runs on, from its options. */
export async function open(options: { threads?: number; simd?: SimdLevel } = {}): Promise<Opened> {
  checkOptions("cpu", options, cpuOptions);
  const cores = navigator.hardwareConcurrency;
  const asked = readThreads(options.threads, cores);
  let shared = crossOriginIsolated;
  const load = (most?: SimdLevel) => loadModule(shared, most);
  const tuned = await loadTuned(load, (module) => tuneInThread({ module, shared }), options.simd).catch((error) => {
    if (!(error instanceof ThreadError)) throw error;
    // No worker starts: everything has to run on the page.
    shared = false;
    return loadTuned(load, (module) => tune({ module, shared }), options.simd);
  });
  const threads = shared ? asked : 1;
  const newPool = shared ? () => openThreads(threads) : null;
  return makeExecutor({ ...tuned, threads, spins: spinsFor(threads, cores), newPool });
}
