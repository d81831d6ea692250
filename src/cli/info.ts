import { cpus, totalmem } from "node:os";
import type { Command } from "commander";
import { deviceNames } from "../devices/auto.ts";
import { cpu } from "../devices/cpu/index.node.ts";
import { print } from "./output.ts";
import { version } from "./version.ts";

export function infoCommand(cli: Command): void {
  cli
    .command("info")
    .description("Show this machine and the devices that alexgrad can use on it")
    .option("--json", "Print JSON")
    .action(async (flags: { json?: boolean }) => {
      const device = await cpu();
      const { threads, simd, simdReason, tile } = device;
      await device.close();
      // Before the adapters: the probe multiplies, so it tunes an adapter that was never used.
      const auto = await describeChoice();
      const info = {
        alexgrad: version,
        node: process.version,
        platform: `${process.platform} ${process.arch}`,
        processor: cpus()[0]?.model ?? "unknown",
        memoryGiB: Math.round(totalmem() / 2 ** 30),
        devices: deviceNames,
        threads,
        simd: simdReason === "" ? simd : `${simd} (${simdReason})`,
        tile: `${tile} of a matrix product in registers, the fastest here`,
        adapters: await describeAdapters(),
        auto,
      };
      const rows = Object.entries(info).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(", ") : String(value),
      ]);
      const width = Math.max(...rows.map(([name]) => name!.length));
      const text = rows.map(([name, value]) => `${name!.padEnd(width)}  ${value}`).join("\n");
      print(flags.json ? JSON.stringify(info) : text);
    });
}

/** What WebGPU offers in Node: one adapter at most. */
async function describeAdapters(): Promise<string[]> {
  const { gpu } = await import("../devices/gpu/index.node.ts");
  try {
    const device = await gpu({ fallback: "error" });
    const { backend, adapter, software } = device;
    const tiles = device.tiles();
    await device.close();
    const name = `${backend}: ${adapter}${software ? " (software: right, never fast)" : ""}`;
    if (tiles === null) return [name];
    const { matmul, convolution, tuned } = tiles;
    const how = tuned ? "tuned" : "not tuned";
    return [`${name}; tiles ${matmul} of matrix products, ${convolution} of convolutions, ${how}`];
  } catch (error) {
    return [`none: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** What `--device auto` would take, and why, by its default probe. */
async function describeChoice(): Promise<string> {
  const { chooseDevice } = await import("../devices/index.node.ts");
  const { device, reason } = await chooseDevice();
  await device.close();
  return reason;
}
