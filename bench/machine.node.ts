import { availableParallelism, cpus, totalmem } from "node:os";
import type { Machine } from "./results.ts";

export function machine(): Machine {
  return {
    runtime: `Node ${process.version}`,
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
}
