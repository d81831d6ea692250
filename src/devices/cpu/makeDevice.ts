import { QueuedDevice } from "../queue.ts";
import type { CpuDevice } from "./device.ts";
import type { Opened } from "./makeExecutor.ts";

export function makeDevice({ executor, ...facts }: Opened): CpuDevice {
  return Object.assign(new QueuedDevice(executor), facts);
}
