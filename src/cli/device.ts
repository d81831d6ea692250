import type { Device } from "../devices/device.ts";
import { reference } from "../devices/reference.ts";
import { type Flags, readChoice } from "./options.ts";

export const deviceNames = ["reference"] as const;

export function readDevice(flags: Flags): Device {
  switch (readChoice(flags, "device", deviceNames)) {
    case "reference":
      return reference();
  }
}
