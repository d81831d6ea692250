import type { KernelName, Kernels } from "../kernels.ts";
import type { Area, Pass } from "./pass.ts";

/** A buffer in the device's memory; its address is a multiple of 64. */
export interface Block extends Area {
  /** In elements. */
  readonly size: number;
}

/** Gives memory that lives until the last pass of a plan is done. */
export type Temporary = (bytes: number) => Area;

/** How a kernel runs: its passes in order, 1 to 16 of them. */
export type Plan<F> = F extends (out: infer B, ...rest: infer Rest) => void
  ? (temporary: Temporary, out: B, ...rest: Rest) => Pass | readonly Pass[]
  : never;

export type Plans = { readonly [K in keyof Kernels<Block>]: Plan<Kernels<Block>[K]> };

/** Kernels that may write over one of their inputs. */
export const inPlaceKernels: ReadonlySet<KernelName> = new Set([
  "add",
  "linearCombination",
  "squareAccumulate",
  "adaptiveStep",
]);
