import { ShapeError } from "../errors.ts";
import { boolean, padding, pair } from "../kinds.ts";
import type { Kinds } from "../options.ts";
import { checkRank, type Shape } from "../shape.ts";
import { countWindows, type Padding, type Pair, readPadding, readPair } from "./window.ts";

/** The windows of a pooling. */
export interface Pool2dOptions {
  /** Window size. */
  readonly kernel: Pair;
  /** Step between windows; windows overlap where it is smaller than the kernel. Default: the kernel. */
  readonly stride?: Pair;
  /** Border around the input, smaller than the kernel on each side; a maximum never takes it. Default: 0. */
  readonly padding?: Padding;
  /** Round the output size up: the last window may hang over the bottom and right edge. Default: false. */
  readonly ceilMode?: boolean;
}

export const pool2dOptions: Kinds<Pool2dOptions> = { kernel: pair, stride: pair, padding, ceilMode: boolean };

export interface Pool2dGeometry {
  readonly n: number;
  readonly c: number;
  readonly h: number;
  readonly w: number;
  readonly kh: number;
  readonly kw: number;
  readonly oh: number;
  readonly ow: number;
  readonly sh: number;
  readonly sw: number;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
  readonly xShape: Shape;
  /** The output's shape: [n, c, oh, ow]. */
  readonly shape: Shape;
}

/** @throws ShapeError if ranks or sizes do not fit. */
export function pool2dGeometry(op: string, xShape: Shape, options: Pool2dOptions): Pool2dGeometry {
  const { kernel, stride = kernel, padding = 0, ceilMode = false } = options;
  checkRank(op, "x [n, c, h, w]", xShape, 4);
  const [n, c, h, w] = xShape as [number, number, number, number];
  const [kh, kw] = readPair(op, "kernel", kernel, 1);
  const [sh, sw] = readPair(op, "stride", stride, 1);
  const along = { size: h, kernel: kh, stride: sh, dilation: 1 };
  const across = { size: w, kernel: kw, stride: sw, dilation: 1 };
  const { top, bottom, left, right } = readPadding(op, padding, along, across);
  if (Math.max(top, bottom) >= kh || Math.max(left, right) >= kw) {
    throw new ShapeError(
      `${op}: expected padding smaller than the ${kh}×${kw} window; got ${top}, ${bottom} (top, bottom) and ${left}, ${right} (left, right)`,
    );
  }
  const oh = countWindows(op, { ...along, before: top, after: bottom }, ceilMode);
  const ow = countWindows(op, { ...across, before: left, after: right }, ceilMode);
  const shape = [n, c, oh, ow];
  return { n, c, h, w, kh, kw, oh, ow, sh, sw, top, bottom, left, right, xShape, shape };
}

export interface AvgPool2dGeometry extends Pool2dGeometry {
  /** Divide by the window clipped to the padded input (true) or to the input itself (false). */
  readonly countIncludePad: boolean;
}
