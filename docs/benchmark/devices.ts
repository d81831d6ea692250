import { cpu } from "../../src/devices/cpu/index.browser.ts";
import type { Device } from "../../src/devices/device.ts";
import { gpu } from "../../src/devices/gpu/index.browser.ts";
import type { Place } from "./form.ts";

/** Opens a device of the page's; its error says why it is not here. */
export async function openDevice(place: Place): Promise<Device> {
  if (place === "cpu1") return cpu({ threads: 1 });
  if (place !== "cpu") return gpu({ backend: place, fallback: "error" });
  if (!crossOriginIsolated) throw new Error("threads need a page that is isolated from other origins");
  return cpu();
}
