import type { Device } from "../devices/device.ts";
import { isFunction, kind, record } from "./kinds.ts";

export const deviceKind = kind("a device", (value): value is Device => {
  return record.accepts(value) && "run" in value && "write" in value && isFunction(value.write);
});
