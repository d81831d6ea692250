import type { Contender } from "../../bench/engine/contender.ts";
import { gpuLimits } from "../../bench/limits/adapter.ts";
import { cpuLimits } from "../../bench/limits/cpu.ts";
import { BareLoops } from "../../bench/limits/loops.ts";
import { type Entrant, type Lab, once } from "../../bench/workloads/lab.ts";
import type { Traffic } from "../../bench/workloads/work.ts";
import { cpu } from "../../src/devices/cpu/index.browser.ts";
import { loadModule } from "../../src/devices/cpu/load.browser.ts";
import type { Device } from "../../src/devices/device.ts";
import type { Driver } from "../../src/devices/gpu/driver.ts";
import { gpu } from "../../src/devices/gpu/index.browser.ts";
import { webgpuDriver } from "../../src/devices/gpu/webgpu.ts";
import type { Place } from "./form.ts";
import { words } from "./words.ts";

/** What measures in a page: its devices, and the limits of one thread and of WebGPU. */
export function makeLab(places: readonly Place[]): Lab & { close(): Promise<void> } {
  const loops = once(async () => {
    const { module } = await loadModule(false, "relaxed");
    return new BareLoops(module, false);
  });
  let driver: Driver | null = null;
  return {
    entrants: places.map((place): Entrant => ({ name: words.places[place], open: () => openDevice(place) })),
    threads: [],
    async limits(contenders: readonly Contender[], traffic: Traffic) {
      const facts = contenders.map((contender) => contender.facts());
      const alone = facts.find(({ threads }) => threads === 1);
      const bare = await loops();
      if (facts.some(({ backend }) => backend === "webgpu")) driver ??= await webgpuDriver();
      return [
        ...(alone ? cpuLimits(async (loop) => bare.run(loop), alone, traffic) : []),
        ...(driver ? await gpuLimits(driver) : []),
      ];
    },
    cpu: (threads) => cpu(threads === undefined ? {} : { threads }),
    peers: async () => ({ contenders: [], asked: [] }),
    close: async () => driver?.close(),
  };
}

/** @throws what says why it is not here. */
export async function openDevice(place: Place): Promise<Device> {
  if (place === "cpu1") return cpu({ threads: 1 });
  if (place !== "cpu") return gpu({ backend: place, fallback: "error" });
  if (!crossOriginIsolated) throw new Error("threads need a page that is isolated from other origins");
  return cpu();
}
