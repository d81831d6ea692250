import type { AvgPool2dGeometry, Pool2dGeometry } from "../../src/core/geometry/pool2d.ts";
import * as entries from "../../src/devices/cpu/entries.ts";
import type { Plans } from "../../src/devices/cpu/plan.ts";

/** Nanoseconds of an element of x, or of one that is looked up. */
const element = 0.3;
const lookUp = 1.5;

export const poolingPlans = {
  maxPool2d(_, out, x, g) {
    const { padded, units } = maxRows(g, 1);
    return entries.maxPool2d({ out, x, scratch: 4 * padded, g: { ...g, padded } }, units);
  },
  maxPool2dOffset(_, out, x, g) {
    const { padded, units } = maxRows(g, 2);
    return entries.maxPool2dOffset({ out, x, scratch: 8 * padded, g: { ...g, padded } }, units);
  },
  maxPool2dGrad: (_, out, dy, offset, g) =>
    entries.maxPool2dGrad(
      { out, dy, offset, g: { ...g, padded: 0 } },
      { units: g.n * g.c, cost: g.h * g.w * element + g.oh * g.ow * lookUp },
    ),
  maxPool2dGather: (_, out, x, offset, g) =>
    entries.maxPool2dGather(
      { out, x, offset, g: { ...g, padded: 0 } },
      { units: g.n * g.c * g.oh, cost: g.ow * lookUp },
    ),
  avgPool2d(_, out, x, g) {
    // The columns of the input, and two windows at a time.
    const padded = Math.max(g.left + g.w, (g.ow + 1) * g.sw + g.kw);
    const cost = g.w * Math.max(g.kh, g.sh) * 3 * element;
    return entries.avgPool2d({ out, x, ...averages(g, padded) }, { units: g.n * g.c * g.oh, cost });
  },
  avgPool2dGrad(_, out, dy, g) {
    // The windows to the left of the first, those of the output, and four columns of the input at a time.
    const padded = Math.floor((g.kw - 1) / g.sw) + Math.max(g.ow, Math.floor((g.left + g.w) / g.sw) + 4);
    const cost = g.w * Math.max(1, g.kw / g.sw) * 3 * element;
    return entries.avgPool2dGrad({ out, dy, ...averages(g, padded) }, { units: g.n * g.c * g.h, cost });
  },
} satisfies Partial<Plans>;

/** A unit is a row of the output, which takes `rows` padded rows of scratch. */
function maxRows(g: Pool2dGeometry, rows: number) {
  // The columns of the input, and four windows at a time; both in whole vectors.
  const padded = 4 * Math.ceil(Math.max(g.left + g.w + 4, (g.ow + 3) * g.sw + g.kw + 4) / 4);
  return { padded, units: { units: g.n * g.c * g.oh, cost: rows * g.w * Math.max(g.kh, g.sh) * element } };
}

/** The scratch holds the weights of all windows and a padded row, as doubles. */
function averages(g: AvgPool2dGeometry, padded: number) {
  return {
    scratch: (g.oh + g.ow + 1 + padded) * 8,
    g: { ...g, padded, countIncludePad: +g.countIncludePad },
  };
}
