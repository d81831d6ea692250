import type { Walk } from "../../core/geometry/strided.ts";

/** A place in the device's memory: `address` in bytes. */
export interface Area {
  readonly address: number;
}

/** How a pass is cut among the threads. */
export interface Units {
  /** Independent pieces of the output, of which each call does [begin, end). A unit's result does not depend on how the
   *  units are cut into calls: so the bits do not depend on the threads. */
  readonly units: number;
  /** Nanoseconds that a unit takes on one thread, roughly: what is worth splitting. */
  readonly cost: number;
  /** Calls begin at multiples of this many units. Default: 1. */
  readonly align?: number;
  /** For an entry point that returns 0, or 1 + the index of the first bad value of an input: which one, and what was
   *  expected. */
  readonly checks?: { readonly input: Area; readonly expected: string };
}

/** For an entry point that looks for bad values. */
export type CheckedUnits = Units & Required<Pick<Units, "checks">>;

/** One call of an entry point for every unit; see entries.ts, whose functions make it. */
export interface Pass {
  /** In `entryPoints`. */
  readonly entry: number;
  /** Addresses in bytes; 0 for an input that is left out. */
  readonly pointers: readonly number[];
  /** Bytes that each thread needs to itself. */
  readonly scratch: number;
  /** The record, in 32-bit words. */
  readonly words: readonly number[];
  readonly units: Units;
}

/** 0 for an input that is left out. */
export function addressOf(area: Area | null): number {
  return area === null ? 0 : area.address;
}

/** Where element `offset` of an area lies. */
export function elementAt({ address }: Area, offset: number): Area {
  return { address: address + 4 * offset };
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** A float32 as the 32-bit word that holds it. */
export function f32(value: number): number {
  float[0] = value;
  return bits[0];
}

const maxRank = 8;

/** The record of kernels/common/walk.wasm.ts, of a walk through one or two arrays.
 *  @throws RangeError if more than 8 dimensions are left after merging. */
export function walkWords({ dims, strides }: Walk): number[] {
  const rank = dims.length;
  if (rank > maxRank) {
    throw new RangeError(`expected at most ${maxRank} dimensions that do not merge; got ${rank}`);
  }
  const words = new Array<number>(1 + 3 * maxRank).fill(0);
  words[0] = rank;
  for (const [part, values] of [dims, ...strides].entries()) {
    for (let d = 0; d < rank; d++) words[1 + part * maxRank + d] = values[d];
  }
  return words;
}
