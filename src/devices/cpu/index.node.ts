import type { CpuDevice } from "./device.ts";
import { makeDevice } from "./makeDevice.ts";
import { open } from "./open.node.ts";
import type { SimdLevel } from "./simd.ts";

export type { CpuDevice } from "./device.ts";
export type { SimdLevel } from "./simd.ts";

/** WebAssembly SIMD kernels in worker threads over one shared memory. The bits of a result do not depend on the number of
 *  threads.
 *  @param options.threads 1 to 64. Default: as many as the machine runs at a time.
 *  @param options.simd the most that may be used: "strict" (128-bit vectors), "relaxed" (with fused multiply-adds) or
 *  "wide" (256-bit vectors, where V8 can). Default: the environment variable ALEXGRAD_SIMD, else "wide". What is in use,
 *  and why, is told by the device's `simd` and `simdReason`.
 *  @returns the device, to be closed.
 *  @throws OptionError for any other; DeviceError if the engine computes wrongly at every level.
 *
 *  @example
 *  ```ts
 *  import { randn } from "alexgrad";
 *  import { cpu } from "alexgrad/cpu";
 *
 *  const device = await cpu({ threads: 2 });
 *  const x = randn([64, 64], { device });
 *  console.log((await x.matmul(x).data()).length, device.threads); // 4096 2
 *  await device.close();
 *  ``` */
export async function cpu(options: { threads?: number; simd?: SimdLevel } = {}): Promise<CpuDevice> {
  return makeDevice(await open(options));
}
