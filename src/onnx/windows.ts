import type { Pool2dGeometry } from "../core/geometry/pool2d.ts";
import { padBehind } from "../core/geometry/window.ts";

/** [top, left, bottom, right], as ONNX has them. */
export type Pads = readonly [top: number, left: number, bottom: number, right: number];

/** What a pooling's windows hang over, without rounding up. */
export function poolPads(g: Pool2dGeometry): Pads {
  const bottom = padBehind({ size: g.h, before: g.top, count: g.oh, stride: g.sh, span: g.kh });
  const right = padBehind({ size: g.w, before: g.left, count: g.ow, stride: g.sw, span: g.kw });
  return [g.top, g.left, bottom, right];
}

/** How far the last windows hang over the padded input, below and to the right. */
export function overhang(g: Pool2dGeometry): readonly [below: number, right: number] {
  return [
    Math.max((g.oh - 1) * g.sh + g.kh - (g.h + g.top + g.bottom), 0),
    Math.max((g.ow - 1) * g.sw + g.kw - (g.w + g.left + g.right), 0),
  ];
}
