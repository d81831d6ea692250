import type { Opened, Platform } from "../../docs/playground/session/platform.ts";
import type { Decoder } from "../../src/data/decode.ts";
import { cpu } from "../../src/devices/cpu/index.node.ts";
import { reference } from "../../src/devices/reference.ts";
import { loadDecoder } from "../data/images.ts";

let decoder: Promise<Decoder> | null = null;

/** Node in a browser's place: without a GPU. */
export const platform: Platform = {
  async open(place) {
    const opened = (device: Opened["device"], threads = 1): Opened => ({
      device,
      place,
      threads,
      note: null,
      gpu: null,
    });
    if (place === "reference") return opened(reference());
    if (place === "webgl2" || place === "webgpu") throw new Error(`there is no ${place} here`);
    const device = await cpu({ threads: place === "cpu" ? 2 : 1 });
    return opened(device, device.threads);
  },
  async decode(file, bytes) {
    decoder ??= loadDecoder();
    return (await decoder).decode(file, bytes);
  },
};
