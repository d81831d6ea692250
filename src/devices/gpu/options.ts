import { DeviceError } from "../../core/errors.ts";
import { choice } from "../../core/kinds.ts";
import { checkOptions, type Kinds } from "../../core/options.ts";
import type { Device } from "../device.ts";
import type { GpuDevice } from "./device.ts";
import { type Driver, type Products, productLevels } from "./driver.ts";
import { makeDevice } from "./makeDevice.ts";

/** Which GPU API, and what becomes of calls that it cannot take. */
export interface GpuDeviceOptions {
  /** The API. Default: "webgpu", or in a browser without it "webgl2". */
  readonly backend?: "webgpu" | "webgl2";
  /** What happens to a call that the GPU cannot take: with "cpu" the cpu device computes it, says so once and is counted in
   *  `stats()`; with "error" it fails. Default: "cpu". */
  readonly fallback?: "cpu" | "error";
  /** The most that matrix products and convolutions may be: "tiled" (WGSL of our own, in tiles of a workgroup's shared
   *  memory), "vectors" (gpu.js's kernels with four outputs a thread) or "plain" (with one). WebGL2 has plain ones.
   *  Default: "tiled". */
  readonly products?: Products;
}

export const gpuOptions: Kinds<GpuDeviceOptions> = {
  backend: choice("webgpu", "webgl2"),
  fallback: choice("cpu", "error"),
  products: choice(...productLevels),
};

/** @param open opens the GPU; its error says why there is none. */
export async function openDevice(
  options: GpuDeviceOptions,
  open: () => Promise<Driver>,
  cpu: () => Promise<Device>,
): Promise<GpuDevice> {
  checkOptions("gpu", options, gpuOptions);
  const { fallback = "cpu", products = "tiled" } = options;
  const warn = (line: string) => console.warn(line);
  const shared = { newCpu: fallback === "cpu" ? cpu : null, products, warn };
  try {
    return makeDevice({ driver: await open(), obstacle: "", ...shared });
  } catch (cause) {
    const obstacle = cause instanceof Error ? cause.message : String(cause);
    if (fallback === "error") throw new DeviceError(`gpu: ${obstacle}`, { cause });
    return makeDevice({ driver: null, obstacle, ...shared });
  }
}
