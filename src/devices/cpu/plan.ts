import type { KernelName, Kernels } from "../kernels.ts";

/** A buffer in the device's memory. */
export interface Block {
  /** In bytes, a multiple of 64. */
  readonly address: number;
  /** In elements. */
  readonly size: number;
}

/** One pass of a kernel over its output: `units` independent pieces, of which each call does [begin, end). A unit's
 *  result does not depend on how the units are cut into calls: so the bits do not depend on the threads. */
export interface Step {
  /** The function of the WebAssembly module: (…pointers, scratch?, geometry?, begin, end). */
  readonly entry: string;
  /** Addresses in bytes; 0 for an input that is left out. */
  readonly pointers: readonly number[];
  /** The geometry record: 32-bit words in the order of the AssemblyScript class's fields; see `f32`. */
  readonly words?: readonly number[];
  /** Bytes of scratch that each thread needs to itself; passed after the pointers. */
  readonly scratch?: number;
  readonly units: number;
  /** Nanoseconds that a unit takes on one thread, roughly: what is worth splitting. */
  readonly cost: number;
  /** Calls begin at multiples of this many units. Default 1. */
  readonly align?: number;
  /** For an entry that returns 0, or 1 + the index of the first bad value of an input: the address
   *  of that input, and what was expected. */
  readonly checks?: { readonly pointer: number; readonly expected: string };
}

/** How a kernel runs: its steps in order, 1 to 16 of them. `temporary` gives memory that lives until the last of them
 *  is done. */
export type Plan<F> = F extends (out: infer B, ...rest: infer Rest) => void
  ? (temporary: (bytes: number) => number, out: B, ...rest: Rest) => Step | readonly Step[]
  : never;

export type Plans = { readonly [K in keyof Kernels<Block>]: Plan<Kernels<Block>[K]> };

/** Kernels that may write over one of their inputs. */
export const inPlaceKernels: ReadonlySet<KernelName> = new Set([
  "add",
  "linearCombination",
  "squareAccumulate",
  "adaptiveStep",
]);

/** The address of an input, 0 where it is left out. */
export function addressOf(block: Block | null): number {
  return block === null ? 0 : block.address;
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** A float32 as the 32-bit word that holds it. */
export function f32(value: number): number {
  float[0] = value;
  return bits[0]!;
}
