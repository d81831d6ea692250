import { deviceKind } from "../core/deviceKind.ts";
import { messageOf } from "../core/messageOf.ts";
import { checkArgument } from "../core/options.ts";
import type { Device } from "./device.ts";
import type { Executor } from "./executor.ts";
import { LazyExecutor } from "./lazy.ts";
import { QueuedDevice } from "./queue.ts";
import { referenceExecutor } from "./reference.ts";

let current: Device | null = null;

/** The device that tensors are made on where none is named. Until `setDefaultDevice` it is a cpu device with all the
 *  threads of the machine, whose kernels load with its first operator: a program that never computes pays nothing. Where
 *  the machine cannot run it, the console says why, and the reference in float32 stands in.
 *  @returns the device, the same one at every call.
 *
 *  @example
 *  ```ts
 *  import { defaultDevice, ones } from "alexgrad";
 *
 *  console.log(ones([2]).device === defaultDevice()); // true
 *  ``` */
export function defaultDevice(): Device {
  current ??= new QueuedDevice(new LazyExecutor<unknown>("cpu", openCpu));
  return current;
}

/** From now on, tensors are made on `device` where none is named. Those that are there stay where they are.
 *  @param device stays open until you close it.
 *
 *  @example
 *  ```ts
 *  import { ones, reference, setDefaultDevice } from "alexgrad";
 *
 *  setDefaultDevice(reference());
 *  console.log(ones([2]).device.name); // reference
 *  ``` */
export function setDefaultDevice(device: Device): void {
  checkArgument("setDefaultDevice", "device", device, deviceKind);
  current = device;
}

async function openCpu(): Promise<Executor<unknown>> {
  try {
    const { open } = await import("#cpu");
    return (await open()).executor;
  } catch (error) {
    const reason = messageOf(error);
    console.warn(`alexgrad: without a device named, the reference runs, many times slower than cpu: ${reason}`);
    return referenceExecutor();
  }
}
