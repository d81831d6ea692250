import { QueuedDevice } from "../queue.ts";
import type { GpuDevice } from "./device.ts";
import { GpuExecutor, type GpuOptions } from "./executor.ts";

export function makeDevice(options: GpuOptions): GpuDevice {
  const { driver, tiling } = options;
  const inTiles = driver?.products === "tiled" && options.products === "tiled";
  const executor = new GpuExecutor(options);
  const device = new QueuedDevice(executor);
  const tensors = device.memory.bind(device);
  return Object.assign(device, {
    backend: driver?.backend ?? ("none" as const),
    adapter: driver?.adapter.name ?? "none",
    software: driver?.adapter.software ?? true,
    tiles: () => (inTiles ? { ...tiling.tiles, tuned: tiling.tuned } : null),
    stats: () => executor.stats(),
    memory: () => ({ ...tensors(), ...(driver?.memory() ?? { gpuBytes: 0, idleBytes: 0, kernels: 0 }) }),
  });
}
