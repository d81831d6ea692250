import type { Command } from "cac";
import { type CpuDevice, cpu } from "../devices/cpu/index.node.ts";
import type { Device } from "../devices/device.ts";
import { reference } from "../devices/reference.ts";
import { type Flags, readChoice, readOptional, UsageError } from "./options.ts";

export const deviceNames = ["cpu", "reference"] as const;

/** The options that `openDevice` reads. */
export function deviceOptions(command: Command): Command {
  return command
    .option("--device <name>", `${deviceNames.join(", ")} (plain loops)`, { default: "cpu" })
    .option("--threads <n>", "Of the cpu device (default: as many as the machine runs at a time)");
}

/** A device that is closed at the end of the block. */
export async function openDevice(flags: Flags): Promise<{ readonly device: Device } & AsyncDisposable> {
  const name = readChoice(flags, "device", deviceNames);
  const threads = readOptional(flags, "threads", { min: 1, max: 64, whole: true });
  if (threads !== undefined && name !== "cpu") {
    throw new UsageError(`--threads: expected it with --device cpu; got --device ${name}`);
  }
  const device = name === "cpu" ? await cpu({ ...(threads !== undefined && { threads }) }) : reference();
  return { device, [Symbol.asyncDispose]: () => device.close() };
}

/** "cpu, 2 threads". */
export function describeDevice(device: Device): string {
  const { threads } = device as Partial<CpuDevice>;
  return threads === undefined ? device.name : `${device.name}, ${threads} thread${threads === 1 ? "" : "s"}`;
}
