import { openDevice } from "./devices.ts";
export const run = async () => console.log(await openDevice("cpu"), await openDevice("webgpu"));
