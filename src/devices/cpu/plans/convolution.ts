import type { Conv2dGeometry } from "../../../core/geometry/conv2d.ts";

/** The first words of every convolution's record; see kernels/wasm/convGeometry.ts. */
export function common(g: Conv2dGeometry): number[] {
  return [g.n, g.c, g.h, g.w, g.k, g.kh, g.kw, g.oh, g.ow, g.sh, g.sw, g.dh, g.dw, g.top, g.left, g.groups];
}

/** How far the taps reach beyond the first, in windows. */
export function reachOf(g: Conv2dGeometry): { h: number; w: number } {
  return { h: Math.floor(((g.kh - 1) * g.dh) / g.sh), w: Math.floor(((g.kw - 1) * g.dw) / g.sw) };
}

/** Different shifts of the taps along an axis, in windows. */
export function shiftsOf(taps: number, dilation: number, stride: number): number {
  return dilation >= stride ? taps : Math.floor(((taps - 1) * dilation) / stride) + 1;
}

/** Places of stride's length that an axis of the input touches. */
export function placesOf(size: number, before: number, stride: number): number {
  return Math.floor((size - 1 + before) / stride) - Math.floor(before / stride) + 1;
}

/** Consecutive areas of so many floats each, at multiples of 64 bytes: where each begins, and how long all are. */
export function scratchLayout(floats: readonly number[]): { at: number[]; bytes: number } {
  const at: number[] = [];
  let bytes = 0;
  for (const count of floats) {
    at.push(bytes);
    bytes += Math.ceil((count * 4) / 64) * 64;
  }
  return { at, bytes };
}
