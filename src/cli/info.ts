import { cpus, totalmem } from "node:os";
import type { Command } from "commander";
import { messageOf } from "../core/messageOf.ts";
import { version } from "../core/version.ts";
import { deviceNames, type KeptCalibration } from "../devices/auto.ts";
import { isComplete } from "../devices/calibration.ts";
import { cpu } from "../devices/cpu/index.node.ts";
import { crossoverOf } from "../devices/crossover.ts";
import { fileOf, store } from "../devices/store.node.ts";
import { print } from "./output.ts";

export function infoCommand(cli: Command): void {
  cli
    .command("info")
    .description("Show this machine and the devices that alexgrad can use on it")
    .option("--calibrate", "Measure again what --device auto decides by")
    .option("--json", "Print JSON")
    .action(async (flags: { calibrate?: boolean; json?: boolean }) => {
      const device = await cpu();
      const { threads, simd, simdReason, tile } = device;
      await device.close();
      // Before the adapters: where no calibration was kept it multiplies, which tunes an adapter that was never used.
      const { reason, calibration } = await choose(flags.calibrate ?? false);
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
        auto: reason,
        calibration,
      };
      const rows = Object.entries({ ...info, calibration: describeKept(calibration) }).map(([name, value]) => [
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
  const { tilesKey } = await import("../devices/gpu/tune.ts");
  try {
    const device = await gpu({ fallback: "error" });
    const { backend, adapter, software } = device;
    const tiles = device.tiles();
    await device.close();
    const name = `${backend}: ${adapter}${software ? " (software: right, never fast)" : ""}`;
    if (tiles === null) return [name];
    const { matmul, convolution, tuned } = tiles;
    const file = fileOf(tilesKey(backend, adapter));
    const how = tuned ? `tuned: to tune again, delete ${file}` : "not tuned";
    return [`${name}; tiles ${matmul} of matrix products, ${convolution} of convolutions, ${how}`];
  } catch (error) {
    return [`none: ${messageOf(error)}`];
  }
}

/** What `--device auto` would take, and why. */
async function choose(calibrate: boolean) {
  const { chooseDevice } = await import("../devices/index.node.ts");
  const { device, reason, calibration } = await chooseDevice(undefined, { calibrate });
  await device.close();
  return { reason, calibration: calibration === null ? null : detailsOf(calibration) };
}

function detailsOf(calibration: KeptCalibration) {
  const { date, key, operators } = calibration;
  return {
    date,
    /** Whether there was time for all. */
    complete: isComplete(calibration),
    /** Null where it is not complete or cannot be written: then each start measures. */
    file: store.read(key) === undefined ? null : fileOf(key),
    operators: operators.map((operator) => ({ ...operator, crossover: crossoverOf(operator.sizes) })),
  };
}

function describeKept(calibration: ReturnType<typeof detailsOf> | null): string {
  if (calibration === null) return "none";
  const { date, file, complete } = calibration;
  const obstacle = complete ? "the cache folder cannot be written" : "there was no time for all sizes";
  return `measured ${date}, ${file === null ? `not kept: ${obstacle}` : `kept in ${file}`}`;
}
