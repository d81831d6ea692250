import { checkChoice } from "../../core/options.ts";
import { cpu } from "../cpu/index.browser.ts";
import { store } from "../store.browser.ts";
import type { GpuDevice } from "./device.ts";
import { type GpuDeviceOptions, openDevice } from "./options.ts";
import { webgl2Driver } from "./webgl2.ts";
import { webgpuDriver } from "./webgpu.ts";

export type { Fallback, GpuDevice, GpuMemory, GpuStats, GpuTiles } from "./device.ts";
export type { GpuDeviceOptions } from "./options.ts";

/** Every kernel on the GPU, by gpu.js on WebGPU or WebGL2. Tensors stay on the GPU; `data()` and `item()` read them back.
 *  Where there is neither, the cpu device computes in its place and says so.
 *  A GPU may give a zero either sign and take denormal numbers for zeros; NaN and infinities are as on other devices.
 *  @param options.backend "webgpu" or "webgl2". Default: "webgpu" if the browser has an adapter for it, else "webgl2".
 *  @param options.fallback "cpu": what the GPU cannot take, the cpu device computes, counted in `stats()`; "error": it fails.
 *  Default: "cpu".
 *  @param options.products the most that matrix products and convolutions may be: "tiled", "vectors" or "plain"; see
 *  `GpuDeviceOptions`. Default: "tiled".
 *  @param options.tile how tiles are cut, for every product: see `GpuDeviceOptions`. Default: the fastest, timed before the
 *  adapter's first product and kept for the next time.
 *  @returns the device, to be closed.
 *  @throws OptionError for any other; DeviceError if there is no adapter and `fallback` is "error".
 *
 *  @example
 *  ```ts
 *  import { randn } from "alexgrad";
 *  import { gpu } from "alexgrad/gpu";
 *
 *  const device = await gpu(); // without an adapter the cpu device computes, and says so
 *  const x = randn([64, 64], { device });
 *  console.log((await x.matmul(x).data()).length, device.name); // ?
 *  await device.close();
 *  ``` */
export async function gpu(options: GpuDeviceOptions = {}): Promise<GpuDevice> {
  const { backend = (await hasWebGpu()) ? "webgpu" : "webgl2" } = options;
  checkChoice("gpu", "backend", backend, ["webgpu", "webgl2"]);
  return openDevice(options, backend === "webgpu" ? webgpuDriver : webgl2Driver, cpu, store);
}

async function hasWebGpu(): Promise<boolean> {
  const adapter = await navigator.gpu?.requestAdapter();
  return adapter !== null && adapter !== undefined;
}
