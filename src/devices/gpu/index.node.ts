import { OptionError } from "../../core/errors.ts";
import { checkOptions } from "../../core/options.ts";
import { cpu } from "../cpu/index.node.ts";
import { store } from "../store.node.ts";
import type { GpuDevice } from "./device.ts";
import { type GpuDeviceOptions, gpuOptions, openDevice } from "./options.ts";
import { provideWebGpu } from "./provide.node.ts";
import { webgpuDriver } from "./webgpu.ts";

export type { Fallback, GpuDevice, GpuMemory, GpuStats, GpuTiles } from "./device.ts";
export type { GpuDeviceOptions } from "./options.ts";

/** Every kernel on the GPU, by gpu.js on WebGPU (in Node: the package `webgpu`). Tensors stay on the GPU; `data()` and
 *  `item()` read them back. Where there is no adapter, the cpu device computes in its place and says so.
 *  A GPU may give a zero either sign and take denormal numbers for zeros; NaN and infinities are as on other devices.
 *  @param options.backend "webgpu", the only one in Node; browsers have "webgl2" too. Default: "webgpu".
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
 *  console.log((await x.matmul(x).data()).length, device.name); // 4096 gpu
 *  await device.close();
 *  ``` */
export async function gpu(options: GpuDeviceOptions = {}): Promise<GpuDevice> {
  checkOptions("gpu", options, gpuOptions);
  const { backend = "webgpu" } = options;
  if (backend === "webgl2") throw new OptionError("gpu: expected backend webgpu in Node; webgl2 runs in browsers only");
  const open = async () => {
    await provideWebGpu();
    return webgpuDriver();
  };
  return openDevice(options, open, cpu, store);
}
