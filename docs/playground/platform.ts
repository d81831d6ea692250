import { cpu } from "../../src/devices/cpu/index.browser.ts";
import { reference } from "../../src/devices/reference.ts";
import { decodeImage } from "./decode.ts";
import type { Place } from "./protocol.ts";
import type { Opened, Platform } from "./session/platform.ts";

const single = "one thread: the page is not isolated from other origins";

/** A browser's worker. */
export const platform: Platform = {
  open: openPlace,
  decode: decodeImage,
};

async function openPlace(place: Place): Promise<Opened> {
  if (place === "webgl2" || place === "webgpu") return (await import("./gpu.ts")).openGpu(place);
  if (place === "reference") return { device: reference(), place, threads: 1, note: null, gpu: null };
  const device = await cpu(place === "cpu1" ? { threads: 1 } : {});
  const note = place === "cpu" && !crossOriginIsolated ? single : null;
  return { device, place, threads: device.threads, note, gpu: null };
}
