import { provideWebGpu } from "../src/devices/gpu/provide.node.ts";
import { type GpuClock, provideClock } from "./gpuClock.ts";

let clock: (() => GpuClock | null) | null = null;

/** The clock of the GPU device that was opened last, to the nanosecond. Comes before the first one is opened. */
export async function gpuClock(): Promise<() => GpuClock | null> {
  const gpu = await provideWebGpu(["disable-dawn-features=timestamp_quantization"]);
  clock ??= provideClock(gpu);
  return clock;
}
