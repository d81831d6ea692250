import type { KernelArguments, KernelName } from "../kernels.ts";
import type { Area, Pass } from "./pass.ts";

/** A buffer in the device's memory; its address is a multiple of 64. */
export interface Buffer extends Area {
  /** In elements. */
  readonly size: number;
}

/** Gives memory that lives until the last pass of a plan is done. */
export type Temporary = (bytes: number) => Area;

/** How a kernel runs: its passes in order, 1 to 16 of them. */
export type Plans = {
  readonly [K in KernelName]: (
    temporary: Temporary,
    out: Buffer,
    ...args: KernelArguments<Buffer>[K]
  ) => Pass | readonly Pass[];
};

/** Kernels that may write over one of their inputs. */
export const inPlaceKernels: ReadonlySet<KernelName> = new Set([
  "add",
  "linearCombination",
  "squareAccumulate",
  "adaptiveStep",
]);
