import { defaultDevice } from "alexgrad";
import { cpu } from "alexgrad/cpu";
import { deviceNames } from "alexgrad/device";
import { gpu } from "alexgrad/gpu";
import { losses } from "./training.js";

async function open(name) {
  if (name === "unnamed") return defaultDevice();
  return deviceNames.includes(name) ? cpu({ threads: 2 }) : gpu({ backend: name, fallback: "error" });
}

globalThis.run = async (name) => {
  const device = await open(name);
  const result = { losses: await losses(device), threads: device.threads, simd: device.simd };
  await device.close();
  return result;
};
