import type { Device, Memory } from "../device.ts";
import type { Backend } from "./driver.ts";

/** What a gpu device's tensors take, and its kernels. */
export interface GpuMemory extends Memory {
  /** Bytes that the device holds on the GPU: tensors, and buffers kept for reuse. */
  readonly gpuBytes: number;
  /** The part of these bytes that is kept for reuse. */
  readonly idleBytes: number;
  /** Compiled kernels that are kept, at most 512. */
  readonly kernels: number;
}

/** Calls that the cpu device computed in the GPU's place. */
export interface Fallback {
  /** Its name in the seam, such as "conv2d". */
  readonly kernel: string;
  readonly reason: string;
  readonly count: number;
}

/** What the GPU computed, and what the cpu device had to. */
export interface GpuStats {
  /** Calls that the GPU computed. */
  readonly calls: number;
  readonly fallbacks: readonly Fallback[];
}

/** How large products are cut, as the option `tile` names it. */
export interface GpuTiles {
  readonly matmul: string;
  readonly convolution: string;
  /** Whether these are the fastest of those timed on this adapter. Until its first product, it may not have been. */
  readonly tuned: boolean;
}

/** The gpu device, and how it computes. */
export interface GpuDevice extends Device {
  /** The API in use: "webgpu" or "webgl2"; "none" where there is no adapter and the cpu device computes; "webasm"
   *  where gpu.js computes without a GPU, for tests. */
  readonly backend: Backend | "none";
  /** The adapter's name, as far as the platform tells it. */
  readonly adapter: string;
  /** Whether the adapter computes on the processor: right, and never fast. */
  readonly software: boolean;
  /** Null where products do not run in tiles. */
  tiles(): GpuTiles | null;
  /** What the GPU computed, and what the cpu device had to. */
  stats(): GpuStats;
  memory(): GpuMemory;
}
