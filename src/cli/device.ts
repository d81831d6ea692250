import type { Command } from "commander";
import { counted } from "../core/counted.ts";
import { deviceNames, type Workload } from "../devices/auto.ts";
import { type CpuDevice, cpu } from "../devices/cpu/index.node.ts";
import type { Device } from "../devices/device.ts";
import type { GpuDevice } from "../devices/gpu/index.node.ts";
import { reference } from "../devices/reference.ts";
import { type Flags, readChoice, readOptional, UsageError } from "./options.ts";

/** The options that `openDevice` reads. */
export function deviceOptions(command: Command, defaultName: "cpu" | "reference" = "cpu"): Command {
  return command
    .optionsGroup("Device:")
    .option("--device <name>", `${deviceNames.join(", ")} (plain loops); auto takes a GPU that is faster`, defaultName)
    .option("--threads <n>", "Threads of the cpu device (default: as many as the machine runs at a time)")
    .option("--fallback <name>", "What the GPU cannot run: cpu computes it, error ends the command", "cpu");
}

/** A device that is closed at the end of the block. @param workload what auto times. */
export async function openDevice(
  flags: Flags,
  workload?: Workload,
): Promise<{ readonly device: Device } & AsyncDisposable> {
  const name = readChoice(flags, "device", deviceNames);
  const threads = readOptional(flags, "threads", { min: 1, max: 64, whole: true });
  const fallback = readChoice(flags, "fallback", ["cpu", "error"]);
  if (threads !== undefined && name !== "cpu") {
    throw new UsageError(`--threads: expected it with --device cpu; got --device ${name}`);
  }
  // What drives a GPU is most of the code there is, and loaded where it is wanted.
  const open = {
    auto: async () => (await (await import("../devices/index.node.ts")).chooseDevice(workload)).device,
    cpu: () => cpu({ ...(threads !== undefined && { threads }) }),
    gpu: async () => (await import("../devices/gpu/index.node.ts")).gpu({ fallback }),
    reference: async () => reference(),
  };
  const device = await open[name]();
  return { device, [Symbol.asyncDispose]: () => device.close() };
}

/** "cpu, 2 threads"; "gpu, webgpu on NVIDIA H100". */
export function describeDevice(device: Device): string {
  const { threads } = device as Partial<CpuDevice>;
  const { backend, adapter, software } = device as Partial<GpuDevice>;
  if (threads !== undefined) return `${device.name}, ${counted(threads, "thread")}`;
  if (backend === undefined || backend === "none") return device.name;
  return `${device.name}, ${backend} on ${adapter}${software ? " (a software adapter)" : ""}`;
}
