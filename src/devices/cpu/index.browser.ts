import type { CpuDevice } from "./device.ts";
import { makeDevice } from "./makeDevice.ts";
import { open } from "./open.browser.ts";
import type { SimdLevel } from "./simd.ts";

export type { CpuDevice } from "./device.ts";
export type { SimdLevel } from "./simd.ts";

/** WebAssembly SIMD kernels, in Web Workers over one shared memory where the page is cross-origin isolated, else on the
 *  calling thread. The bits of a result do not depend on the number of threads.
 *  @param options.threads 1 to 64. Default: as many as the machine runs at a time; 1 where the page is not isolated.
 *  @param options.simd the most that may be used: "strict" or "relaxed" (with fused multiply-adds). Default: "relaxed".
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
 *  console.log((await x.matmul(x).data()).length, device.threads); // ?
 *  await device.close();
 *  ``` */
export async function cpu(options: { threads?: number; simd?: SimdLevel } = {}): Promise<CpuDevice> {
  return makeDevice(await open(options));
}
