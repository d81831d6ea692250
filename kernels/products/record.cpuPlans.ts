import type { Conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import type { ConvRecord } from "../../src/devices/cpu/entries.ts";

const noBlocks = { tile: 0, kBlock: 0, mBlock: 0, nBlock: 0, stagedAt: 0, packedAt: 0, cAt: 0, stagedRows: 0 };

/** @param blocks how the product is cut; what a kernel does not read may be left out. */
export function convRecord(g: Conv2dGeometry, blocks: Partial<ConvRecord>): ConvRecord {
  return {
    ...g,
    reachH: reachOf(g.kh, g.dh, g.sh),
    reachW: reachOf(g.kw, g.dw, g.sw),
    shiftsH: shiftsOf(g.kh, g.dh, g.sh),
    shiftsW: shiftsOf(g.kw, g.dw, g.sw),
    ...noBlocks,
    ...blocks,
  };
}

/** How far the taps reach beyond the first, in windows. */
export function reachOf(taps: number, dilation: number, stride: number): number {
  return Math.floor(((taps - 1) * dilation) / stride);
}

/** How many different shifts, in windows, the taps along an axis have. */
export function shiftsOf(taps: number, dilation: number, stride: number): number {
  return dilation >= stride ? taps : reachOf(taps, dilation, stride) + 1;
}

/** How many places, each as long as the stride, the input touches along an axis. */
export function placesOf(size: number, before: number, stride: number): number {
  return Math.floor((size - 1 + before) / stride) - Math.floor(before / stride) + 1;
}

/** Consecutive areas of so many floats each, at multiples of 64 bytes: where each begins, and how long all are. */
export function scratchLayout<const F extends readonly number[]>(
  floats: F,
): { at: { readonly [K in keyof F]: number }; bytes: number } {
  const at: number[] = [];
  let bytes = 0;
  for (const count of floats) {
    at.push(bytes);
    bytes += Math.ceil((count * 4) / 64) * 64;
  }
  return { at: at as { readonly [K in keyof F]: number }, bytes };
}
