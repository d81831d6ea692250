import type { Pool2dGeometry } from "../../../core/geometry/pool2d.ts";
import type { AvgPool2dGeometry } from "../../kernels.ts";
import type { Block, Plans, Step } from "../plan.ts";

/** Nanoseconds of an element of x, or of one that is looked up. */
const element = 0.3;
const lookUp = 1.5;

export const windowPlans = {
  maxPool2d: (_, out, x, g) => maxRows("maxPool2d", 1, out, x, g),
  maxPool2dOffset: (_, out, x, g) => maxRows("maxPool2dOffset", 2, out, x, g),
  maxPool2dGrad: (_, out, dy, offset, g) => ({
    entry: "maxPool2dGrad",
    pointers: [out.address, dy.address, offset.address],
    words: common(g, 0),
    units: g.n * g.c,
    cost: g.h * g.w * element + g.oh * g.ow * lookUp,
  }),
  maxPool2dGather: (_, out, x, offset, g) => ({
    entry: "maxPool2dGather",
    pointers: [out.address, x.address, offset.address],
    words: common(g, 0),
    units: g.n * g.c * g.oh,
    cost: g.ow * lookUp,
  }),
  avgPool2d(_, out, x, g) {
    // The columns of the input, and two windows at a time.
    const padded = Math.max(g.left + g.w, (g.ow + 1) * g.sw + g.kw);
    return average("avgPool2d", out, x, g, padded, g.oh, g.w * Math.max(g.kh, g.sh));
  },
  avgPool2dGrad(_, out, dy, g) {
    // The windows to the left of the first, those of the output, and four columns of the input at a time.
    const padded = Math.floor((g.kw - 1) / g.sw) + Math.max(g.ow, Math.floor((g.left + g.w) / g.sw) + 4);
    return average("avgPool2dGrad", out, dy, g, padded, g.h, g.w * Math.max(1, g.kw / g.sw));
  },
} satisfies Partial<Plans>;

/** A unit is a row of the output; `paddedRows` of them are its scratch. */
function maxRows(entry: string, paddedRows: number, out: Block, x: Block, g: Pool2dGeometry): Step {
  // The columns of the input, and four windows at a time; both in whole vectors.
  const padded = 4 * Math.ceil(Math.max(g.left + g.w + 4, (g.ow + 3) * g.sw + g.kw + 4) / 4);
  return {
    entry,
    pointers: [out.address, x.address],
    words: common(g, padded),
    scratch: paddedRows * padded * 4,
    units: g.n * g.c * g.oh,
    cost: paddedRows * g.w * Math.max(g.kh, g.sh) * element,
  };
}

/** A unit is one of a plane's `rows`; the scratch holds the weights of all windows and a padded row, of doubles. */
function average(
  entry: string,
  out: Block,
  x: Block,
  g: AvgPool2dGeometry,
  padded: number,
  rows: number,
  elements: number,
): Step {
  return {
    entry,
    pointers: [out.address, x.address],
    words: [...common(g, padded), g.bottom, g.right, +g.countIncludePad],
    scratch: (g.oh + g.ow + 1 + padded) * 8,
    units: g.n * g.c * rows,
    cost: elements * 3 * element,
  };
}

function common(g: Pool2dGeometry, padded: number): number[] {
  return [g.h, g.w, g.kh, g.kw, g.oh, g.ow, g.sh, g.sw, g.top, g.left, padded];
}
