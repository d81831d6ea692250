import { devicesOf } from "./auto.ts";
import { cpu } from "./cpu/index.browser.ts";
import { gpu } from "./gpu/index.browser.ts";

export { type Choice, type DeviceName, deviceNames, type Workload } from "./auto.ts";

export const { device, chooseDevice } = devicesOf({ cpu, gpu });
