import { type Choice, type ChooseOptions, type DeviceName, devicesOf, type Workload } from "./auto.ts";
import { cpu } from "./cpu/index.browser.ts";
import type { Device } from "./device.ts";
import { gpu } from "./gpu/index.browser.ts";
import { store } from "./store.browser.ts";

export {
  type Choice,
  type ChooseOptions,
  type DeviceName,
  deviceNames,
  type KeptCalibration,
  type Workload,
} from "./auto.ts";
export type { Calibration, CalibrationRow, CalibrationTimes } from "./calibration.ts";

const devices = devicesOf({ cpu, gpu, store, now: () => performance.now() });

/** Opens a device by name.
 *  @param name "gpu" and "cpu" as `gpu()` and `cpu()` make them by default, "reference" as plain loops, "auto" as
 *  `chooseDevice` does.
 *  @param options.workload what "auto" times. Default: as `chooseDevice`.
 *  @param options.calibrate whether "auto" calibrates again. Default: false.
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
export function device(
  name: DeviceName,
  options: { readonly workload?: Workload; readonly calibrate?: boolean } = {},
): Promise<Device> {
  return devices.device(name, options);
}

/** The GPU if it is real, runs all that is measured and is faster at it than the cpu device, else that (or, where it cannot
 *  run, the reference). A software adapter is never chosen.
 *
 *  Without a workload a calibration decides: matrix products, a convolution with its gradients, a pooling and a ReLU at
 *  growing sizes, of which the GPU must be faster at more than half. It takes one to five seconds, and as many again where
 *  that tunes the adapter's products, once for an adapter and a version of this package; then it is read from the user's cache folder, or a browser's local storage.
 *  @param workload such as a training step of the model at hand; timed at every call. Default: the calibration decides.
 *  @param options.calibrate whether to calibrate again, which a workload does without. Default: false.
 *  @returns the device, to be closed, why it was taken, and by which calibration.
 *  @throws OptionError if there is a workload and `calibrate`.
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
export function chooseDevice(workload?: Workload, options: ChooseOptions = {}): Promise<Choice> {
  return devices.chooseDevice(workload, options);
}
