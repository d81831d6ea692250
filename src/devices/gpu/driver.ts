import type { BinaryName, UnaryName } from "../../../kernels/elementwise/table.ts";
import type * as functions from "../../../kernels/gpu.ts";
import { DeviceError } from "../../core/errors.ts";

/** The name of a function that gpu.js translates. */
export type Source = keyof typeof functions | UnaryName | BinaryName | `${BinaryName}Stretched`;

export type Backend = "webgpu" | "webgl2" | "webasm";

/** How a matrix product or convolution runs: as gpu.js's kernel with one output a thread, with four outputs a thread,
 *  or as tiles in a workgroup's shared memory, in WGSL of our own. */
export const productLevels = ["plain", "vectors", "tiled"] as const;
export type Products = (typeof productLevels)[number];

/** Values on the GPU, flat and row-major. Only their driver can look inside. */
export interface Buffer {
  readonly size: number;
}

/** A buffer as a kernel indexes it: x[plane][row][column], or x[i] with dims [size, 1, 1]. */
export interface View {
  readonly buffer: Buffer;
  /** Columns, rows, planes. */
  readonly dims: readonly [number, number, number];
}

/** Runs one gpu.js kernel into a new buffer. */
export interface Pass {
  readonly kernel: Source;
  /** Threads along x, or along x, y and z; row-major in the output. */
  readonly threads: readonly [number] | readonly [number, number, number];
  /** What a thread returns: a number, or four that lie next to each other in the output. */
  readonly width: 1 | 4;
  /** Whole numbers, compiled in. */
  readonly constants: Readonly<Record<string, number>>;
  /** In the order of the kernel's parameters. */
  readonly args: readonly (View | number)[];
  /** WGSL to run in the kernel's place, on WebGPU. */
  readonly tiles?: Tiles;
}

export interface Tiles {
  /** Tells it from others of the same kernel and constants. */
  readonly name: string;
  /** Takes the buffers as args0, args1, … and writes `result`. */
  readonly wgsl: () => string;
  /** Threads of the pass to a workgroup, along x, y and z. */
  readonly workgroup: readonly [number, number, number];
  /** Elements of the result. Default: one for each thread of the pass. */
  readonly size?: number;
}

export interface DriverMemory {
  /** Bytes that the driver holds on the GPU, in use or kept for reuse. */
  readonly gpuBytes: number;
  /** The part of these bytes that is kept for reuse. */
  readonly idleBytes: number;
  /** Compiled kernels. */
  readonly kernels: number;
}

/** What runs kernels: an API and an adapter. */
export interface Driver {
  readonly backend: Backend;
  readonly adapter: Adapter;
  /** The largest that one buffer may be. */
  readonly maxBytes: number;
  /** The most that matrix products and convolutions can be. */
  readonly products: Products;
  /** Why nothing runs any more: the device was lost; empty while it is not. */
  readonly lost: string;
  upload(values: Float32Array): Promise<Buffer>;
  read(buffer: Buffer): Promise<Float32Array>;
  free(buffer: Buffer): void;
  launch(pass: Pass): Promise<Buffer>;
  memory(): DriverMemory;
  /** Waits for the GPU; rejects with what went wrong on it after a launch had returned. */
  settle(): Promise<void>;
  /** Loses the GPU, as a crash of it would. */
  lose(): void;
  close(): Promise<void>;
}

export interface Adapter {
  /** "NVIDIA H100", as far as the platform tells. */
  readonly name: string;
  /** It computes on the processor: right, and never fast. */
  readonly software: boolean;
}

/** @throws DeviceError if a buffer of `size` elements is larger than the adapter takes. */
export function checkSize(size: number, maxBytes: number): void {
  if (size * 4 <= maxBytes) return;
  throw new DeviceError(`a buffer of ${size * 4} bytes is above the adapter's limit of ${maxBytes}`);
}

export function sizeOfPass({ threads, width, tiles }: Pass): number {
  return tiles?.size ?? threads.reduce((size, n) => size * n, width);
}
