import { cpu } from "../../src/devices/cpu/index.browser.ts";
import { openDevice } from "../../src/devices/gpu/options.ts";
import { webgl2Driver } from "../../src/devices/gpu/webgl2.ts";
import { webgpuDriver } from "../../src/devices/gpu/webgpu.ts";
import { store } from "../../src/devices/store.browser.ts";
import type { Opened } from "./session/platform.ts";

const apis = {
  webgl2: { name: "WebGL2", open: webgl2Driver },
  webgpu: { name: "WebGPU", open: webgpuDriver },
};

/** @throws DeviceError if it is not here. */
export async function openGpu(place: keyof typeof apis): Promise<Opened> {
  const { name, open } = apis[place];
  const driver = await open();
  const device = await openDevice({ backend: place, fallback: "error" }, async () => driver, cpu, store);
  const note = `${name}: ${device.adapter}${device.software ? ", which computes on the processor" : ""}`;
  return { device, place, threads: 1, note, gpu: driver };
}
