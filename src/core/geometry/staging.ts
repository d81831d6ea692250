import type { Conv2dGeometry } from "./conv2d.ts";

/** How an image is staged: copied with its border of zeros and sorted by phase, the place modulo the stride, so that windows
 *  next to one another read numbers next to one another whatever the stride:
 *
 *    staged[plane][r][s][q][t] = image[plane, q·phasesH + r − zerosTop, t·phasesW + s − zerosLeft], 0 outside */
export interface Staging {
  readonly imageRows: number;
  readonly imageColumns: number;
  /** The stride. */
  readonly phasesH: number;
  readonly phasesW: number;
  /** Zeros before the image's first row and first column; below 0, so many are left out. */
  readonly zerosTop: number;
  readonly zerosLeft: number;
  /** Rows and columns of a staged phase. */
  readonly stagedRows: number;
  readonly stagedColumns: number;
  /** Windows in a row of them. */
  readonly windowColumns: number;
}

/** x, staged for its windows. */
export function stagedInput(g: Conv2dGeometry): Staging {
  return {
    imageRows: g.h,
    imageColumns: g.w,
    phasesH: g.sh,
    phasesW: g.sw,
    zerosTop: g.top,
    zerosLeft: g.left,
    stagedRows: g.oh + reachOf(g.kh, g.dh, g.sh),
    stagedColumns: g.ow + reachOf(g.kw, g.dw, g.sw),
    windowColumns: g.ow,
  };
}

/** dy, staged for the places of x. */
export function stagedGradient(g: Conv2dGeometry): Staging {
  const [reachH, reachW] = [reachOf(g.kh, g.dh, g.sh), reachOf(g.kw, g.dw, g.sw)];
  const width = placesOf(g.w, g.left, g.sw);
  return {
    imageRows: g.oh,
    imageColumns: g.ow,
    phasesH: 1,
    phasesW: 1,
    zerosTop: reachH - Math.floor(g.top / g.sh),
    zerosLeft: reachW - Math.floor(g.left / g.sw),
    stagedRows: placesOf(g.h, g.top, g.sh) + reachH,
    stagedColumns: width + reachW,
    windowColumns: width,
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
