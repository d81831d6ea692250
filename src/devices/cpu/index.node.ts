import { availableParallelism } from "node:os";
import { checkOptions } from "../../core/options.ts";
import type { CpuDevice } from "./device.ts";
import { loadModule } from "./load.node.ts";
import { makeDevice } from "./makeDevice.ts";
import { cpuOptions, readThreads, spinsFor } from "./options.ts";
import { NodePool } from "./pool.node.ts";
import type { SimdLevel } from "./simd.ts";
import { loadTuned, tune } from "./tune.ts";

export type { CpuDevice } from "./device.ts";
export type { SimdLevel } from "./simd.ts";

/** WebAssembly SIMD kernels in worker threads over one shared memory. The bits of a result do not depend on the number of
 *  threads.
 *  @param options.threads 1 to 64. Default: as many as the machine runs at a time.
 *  @param options.simd the most that may be used: "strict" (128-bit vectors), "relaxed" (with fused multiply-adds) or
 *  "wide" (256-bit vectors, where V8 can). Default: the environment variable ALEXGRAD_SIMD, else "wide". What is in use,
 *  and why, is told by the device's `simd` and `simdReason`.
 *  @throws OptionError for any other; DeviceError if the engine computes wrongly at every level. */
export async function cpu(options: { threads?: number; simd?: SimdLevel } = {}): Promise<CpuDevice> {
  checkOptions("cpu", options, cpuOptions);
  const cores = availableParallelism();
  const threads = readThreads(options.threads, cores);
  const { loaded, tile } = await loadTuned(loadModule, (module) => tune({ module, shared: true }), options.simd);
  const newPool = () => new NodePool(threads);
  return makeDevice({ loaded, tile, threads, spins: spinsFor(threads, cores), newPool });
}
