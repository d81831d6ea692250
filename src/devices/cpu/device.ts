import type { Device } from "../device.ts";
import type { SimdLevel } from "./simd.ts";

export interface CpuFacts {
  readonly threads: number;
  readonly simd: SimdLevel;
  /** Why `simd` is not a higher level; empty where it is the highest. */
  readonly simdReason: string;
  /** Rows and columns of a product that are held in registers, the fastest of those tried: "6×16". */
  readonly tile: string;
}

/** The cpu device, and how it computes. */
export interface CpuDevice extends Device, CpuFacts {}
