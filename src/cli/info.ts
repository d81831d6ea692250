import { availableParallelism, cpus, totalmem } from "node:os";
import type { CAC } from "cac";
import { deviceNames } from "./device.ts";
import { version } from "./version.ts";

export function infoCommand(cli: CAC): void {
  cli
    .command("info", "Show this machine and the devices that alexgrad can use on it")
    .option("--json", "Print JSON")
    .action((flags: { json?: boolean }) => {
      const info = {
        alexgrad: version,
        node: process.version,
        platform: `${process.platform} ${process.arch}`,
        processor: cpus()[0]?.model ?? "unknown",
        threads: availableParallelism(),
        memoryGiB: Math.round(totalmem() / 2 ** 30),
        devices: deviceNames,
      };
      const rows = Object.entries(info).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(", ") : String(value),
      ]);
      const width = Math.max(...rows.map(([name]) => name!.length));
      const text = rows.map(([name, value]) => `${name!.padEnd(width)}  ${value}`).join("\n");
      process.stdout.write(`${flags.json ? JSON.stringify(info) : text}\n`);
    });
}
