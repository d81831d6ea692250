import { cpu } from "../../src/devices/cpu/index.browser.ts";
import { reference } from "../../src/devices/reference.ts";
import { decodeImage } from "./decode.ts";
import type { Place } from "./protocol.ts";
import type { Opened, Platform } from "./session/platform.ts";

/** A browser's worker. */
export const platform: Platform = {
  open: openPlace,
  decode: decodeImage,
};

async function openPlace(place: Place): Promise<Opened> {
  if (place === "webgl2" || place === "webgpu") return (await import("./gpu.ts")).openGpu(place);
  if (place === "reference") return { device: reference(), place, threads: 1, note: null, gpu: null };
  const device = await cpu(place === "cpu1" ? { threads: 1 } : {});
  return { device, place, threads: device.threads, note: null, gpu: null };
}
