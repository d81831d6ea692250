import { choice, number } from "../../core/kinds.ts";
import { checkInteger, checkNumber, type Kinds } from "../../core/options.ts";
import { maxThreads } from "./layout.ts";
import { type SimdLevel, simdLevels } from "./simd.ts";

export const cpuOptions: Kinds<{ threads?: number; simd?: SimdLevel }> = {
  threads: number,
  simd: choice(...simdLevels),
};

/** @throws OptionError unless `threads` is a whole number from 1 to 64. */
export function readThreads(threads: number | undefined, cores: number): number {
  const read = threads ?? Math.min(cores, maxThreads);
  checkInteger("cpu", "threads", read, 1);
  checkNumber("cpu", "threads", read, 1, maxThreads);
  return read;
}

/** How often an idle worker looks for work before it sleeps: for some microseconds, but not in the way of others. */
export function spinsFor(threads: number, cores: number): number {
  return threads <= cores ? 500 : 0;
}
