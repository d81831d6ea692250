import { device as deviceKind } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import type { Device } from "./device.ts";
import { reference } from "./reference.ts";

let current: Device | null = null;

/** The device that tensors are made on where none is named: the reference in float32 until `setDefaultDevice`. */
export function defaultDevice(): Device {
  current ??= reference();
  return current;
}

export function setDefaultDevice(device: Device): void {
  checkArgument("setDefaultDevice", "device", device, deviceKind);
  current = device;
}
