import { devicesOf } from "./auto.ts";
import { cpu } from "./cpu/index.node.ts";
import { gpu } from "./gpu/index.node.ts";

export { type Choice, type DeviceName, deviceNames, type Workload } from "./auto.ts";

export const { device, chooseDevice } = devicesOf({ cpu, gpu });
