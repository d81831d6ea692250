import { cpu } from "alexgrad/cpu";
import { deviceNames } from "alexgrad/device";
import { gpu } from "alexgrad/gpu";
import { losses } from "./training.js";

globalThis.run = async (name) => {
  const device = deviceNames.includes(name)
    ? await cpu({ threads: 2 })
    : await gpu({ backend: name, fallback: "error" });
  const result = { losses: await losses(device), threads: device.threads, simd: device.simd };
  await device.close();
  return result;
};
