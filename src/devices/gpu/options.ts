import { type TileName, tileNames } from "../../../kernels/products/candidates.wgsl.ts";
import { DeviceError } from "../../core/errors.ts";
import { choice } from "../../core/kinds.ts";
import { messageOf } from "../../core/messageOf.ts";
import { checkOptions, type Kinds } from "../../core/options.ts";
import type { Device } from "../device.ts";
import type { Store } from "../store.ts";
import type { GpuDevice } from "./device.ts";
import { type Driver, type Products, productLevels } from "./driver.ts";
import { makeDevice } from "./makeDevice.ts";
import { defaultTiling, fixedTiling, type Tiling } from "./tiling.ts";
import { TunedTiling } from "./tune.ts";

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
  /** How tiles are cut: "64x64x16/4x4" gives a workgroup 64×64 outputs, a thread of it 4×4 of them, and reads 16 terms of
   *  each sum at a time. Default: of matrix products and of convolutions the one that was the fastest at a trial shape, or a
   *  smaller one for small products; on a software adapter "64x64x16/4x4". */
  readonly tile?: TileName;
}

export const gpuOptions: Kinds<GpuDeviceOptions> = {
  backend: choice("webgpu", "webgl2"),
  fallback: choice("cpu", "error"),
  products: choice(...productLevels),
  tile: choice(...tileNames),
};

/** @param open opens the GPU; its error says why there is none.
 *  @param store keeps what is tuned. */
export async function openDevice(
  options: GpuDeviceOptions,
  open: () => Promise<Driver>,
  cpu: () => Promise<Device>,
  store: Store,
): Promise<GpuDevice> {
  checkOptions("gpu", options, gpuOptions);
  const { fallback = "cpu", products = "tiled", tile } = options;
  const warn = (line: string) => console.warn(line);
  const shared = { newCpu: fallback === "cpu" ? cpu : null, products, warn };
  try {
    const driver = await open();
    return makeDevice({ driver, obstacle: "", tiling: tilingOf(driver, tile, store), ...shared });
  } catch (cause) {
    const obstacle = messageOf(cause);
    if (fallback === "error") throw new DeviceError(`gpu: ${obstacle}`, { cause });
    return makeDevice({ driver: null, obstacle, tiling: defaultTiling, ...shared });
  }
}

/** A software adapter is not timed: what is fast there is not so elsewhere, and it would take long. */
function tilingOf(driver: Driver, tile: TileName | undefined, store: Store): Tiling {
  if (tile !== undefined) return fixedTiling(tile);
  return driver.adapter.software ? defaultTiling : new TunedTiling(driver, store);
}
