import { ShapeError } from "../errors.ts";
import { boolean, number, padding, pair } from "../kinds.ts";
import { checkInteger, type Kinds } from "../options.ts";
import { checkRank, formatShape, type Shape } from "../shape.ts";
import { countWindows, type Padding, type Pair, readPadding, readPair } from "./window.ts";

/** Where a convolution's windows lie. */
export interface Conv2dOptions {
  /** Step between windows. Default: 1. */
  readonly stride?: Pair;
  /** Zeros around the input. Default: 0. */
  readonly padding?: Padding;
  /** Distance between taps of the kernel. Default: 1. */
  readonly dilation?: Pair;
  /** Independent blocks of channels; `groups = c` is depthwise. Default: 1. */
  readonly groups?: number;
  /** Round the output size up: the last window may hang over the bottom and right edge, over zeros. Default: false. */
  readonly ceilMode?: boolean;
}

export const conv2dOptions: Kinds<Conv2dOptions> = {
  stride: pair,
  padding,
  dilation: pair,
  groups: number,
  ceilMode: boolean,
};

/** All that the forward pass and both gradients of a convolution need. Made once, by `conv2dGeometry`. */
export interface Conv2dGeometry {
  /** Images; input channels, height and width. */
  readonly n: number;
  readonly c: number;
  readonly h: number;
  readonly w: number;
  /** Filters (output channels); kernel height and width. */
  readonly k: number;
  readonly kh: number;
  readonly kw: number;
  readonly oh: number;
  readonly ow: number;
  readonly sh: number;
  readonly sw: number;
  readonly dh: number;
  readonly dw: number;
  /** Zeros above and to the left. What hangs over below and to the right follows from the sizes. */
  readonly top: number;
  readonly left: number;
  readonly groups: number;
  readonly xShape: Shape;
  readonly wShape: Shape;
  /** The output's shape: [n, k, oh, ow]. */
  readonly shape: Shape;
}

/** @throws ShapeError if ranks, channels, groups or sizes do not fit. */
export function conv2dGeometry(op: string, xShape: Shape, wShape: Shape, options: Conv2dOptions): Conv2dGeometry {
  const { stride = 1, padding = 0, dilation = 1, groups = 1, ceilMode = false } = options;
  checkRank(op, "x [n, c, h, w]", xShape, 4);
  checkRank(op, "w [k, c / groups, kh, kw]", wShape, 4);
  const [n, c, h, w] = xShape as [number, number, number, number];
  const [k, perGroup, kh, kw] = wShape as [number, number, number, number];
  const [sh, sw] = readPair(op, "stride", stride, 1);
  const [dh, dw] = readPair(op, "dilation", dilation, 1);
  checkInteger(op, "groups", groups, 1);
  if (c % groups !== 0 || k % groups !== 0) {
    throw new ShapeError(
      `${op}: expected channels divisible by groups (${groups}); got c = ${c} in x ${formatShape(xShape)} and k = ${k} in w ${formatShape(wShape)}`,
    );
  }
  if (perGroup !== c / groups) {
    throw new ShapeError(
      `${op}: expected w with c / groups = ${c / groups} input channels; got w ${formatShape(wShape)} for x ${formatShape(xShape)}, groups ${groups}`,
    );
  }
  if (kh < 1 || kw < 1) throw new ShapeError(`${op}: expected a kernel of at least 1×1; got w ${formatShape(wShape)}`);
  const along = { size: h, kernel: kh, stride: sh, dilation: dh };
  const across = { size: w, kernel: kw, stride: sw, dilation: dw };
  const { top, bottom, left, right } = readPadding(op, padding, along, across);
  const oh = countWindows(op, { ...along, before: top, after: bottom }, ceilMode);
  const ow = countWindows(op, { ...across, before: left, after: right }, ceilMode);
  const shape = [n, k, oh, ow];
  return { n, c, h, w, k, kh, kw, oh, ow, sh, sw, dh, dw, top, left, groups, xShape, wShape, shape };
}
