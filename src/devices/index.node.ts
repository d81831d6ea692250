import { type Choice, type DeviceName, devicesOf, type Workload } from "./auto.ts";
import { cpu } from "./cpu/index.node.ts";
import type { Device } from "./device.ts";
import { gpu } from "./gpu/index.node.ts";

export { type Choice, type DeviceName, deviceNames, type Workload } from "./auto.ts";

const devices = devicesOf({ cpu, gpu });

/** Opens a device by name.
 *  @param name "gpu" and "cpu" as `gpu()` and `cpu()` make them by default, "reference" as plain loops, "auto" as
 *  `chooseDevice` does.
 *  @param options.workload what "auto" times. Default: as `chooseDevice`.
 *  @returns the device, to be closed.
 *  @throws OptionError for any other name.
 *
 *  @example
 *  ```ts
 *  import { randn } from "alexgrad";
 *  import { device } from "alexgrad/device";
 *
 *  const chosen = await device("cpu"); // or "auto": whichever is fastest
 *  const x = randn([2, 2], { device: chosen });
 *  console.log(x.matmul(x).device.name); // cpu
 *  await chosen.close();
 *  ``` */
export function device(name: DeviceName, options: { readonly workload?: Workload } = {}): Promise<Device> {
  return devices.device(name, options);
}

/** The GPU if it is real, runs every kernel of the workload and is faster at it than the cpu device, else that (or, where
 *  it cannot run, the reference). A software adapter is never chosen.
 *  @param workload such as a training step of the model at hand. Default: AlexNet's second convolution with its weight
 *  gradient.
 *  @returns the device, to be closed, and why it was taken.
 *
 *  @example
 *  ```ts
 *  import { randn } from "alexgrad";
 *  import { chooseDevice } from "alexgrad/device";
 *
 *  const { device, reason } = await chooseDevice(async (device) => {
 *    const x = randn([64, 64], { device });
 *    await x.matmul(x).data();
 *  });
 *  console.log(reason.startsWith(device.name)); // true
 *  await device.close();
 *  ``` */
export function chooseDevice(workload?: Workload): Promise<Choice> {
  return devices.chooseDevice(workload);
}
