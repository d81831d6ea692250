import type { BatchNormGeometry } from "../../src/core/geometry/batchNorm.ts";
import type { LocalResponseNormGeometry } from "../../src/core/geometry/localResponseNorm.ts";
import { reduceGeometry } from "../../src/core/geometry/strided.ts";
import * as entries from "../../src/devices/cpu/entries.ts";
import type { Units } from "../../src/devices/cpu/pass.ts";
import type { Plans } from "../../src/devices/cpu/plan.ts";
import { fold } from "../reductions/cpuPlans.ts";

/** Nanoseconds of an element that is scaled, or raised to a power. */
const scaleElement = 0.3;
const powerElement = 1.2;
/** The β that take no more than roots and a division. */
const commonPowers = new Set([0.5, 0.75, 1]);

export const normalizationPlans = {
  localResponseNorm(_, out, x, g) {
    const { record, scratch, units } = strips(g, 0);
    return entries.localResponseNorm({ out, x, scratch, g: record }, units);
  },
  localResponseNormGrad(_, out, dy, x, g) {
    const { record, scratch, units } = strips(g, 1);
    return entries.localResponseNormGrad({ out, dy, x, scratch, g: record }, units);
  },
  batchNorm: (_, out, x, mean, variance, weight, bias, g) =>
    entries.batchNorm({ out, x, mean, variance, weight, bias, g }, channels(g)),
  batchNormGradWeight(_, out, dy, x, mean, variance, g) {
    const overImages = fold(reduceGeometry([g.n, g.c, g.inner], [0, 2], false), g.eps);
    return entries.batchNormGradWeight({ out, dy, x, mean, variance, g: overImages.g }, overImages.units);
  },
  batchNormGradInput: (_, out, dy, x, mean, variance, weight, gradWeight, gradBias, g) =>
    entries.batchNormGradInput({ out, dy, x, mean, variance, weight, gradWeight, gradBias, g }, channels(g)),
} satisfies Partial<Plans>;

/** A unit is a channel of an image, or four channels of one element each. */
function channels({ n, c, inner }: BatchNormGeometry): Units {
  const inPlanes = inner > 1;
  return { units: inPlanes ? n * c : Math.ceil(c / 4), cost: (inPlanes ? inner : 16 * n) * scaleElement };
}

/** Floats of a strip of an image, at most: what a core's second cache holds. */
const stripFloats = 2 ** 17;
/** Columns of a strip, at most: five rows of them fit the first cache. */
const stripColumns = 2048;
/** Columns of a strip, at least, and enough units for the threads to share evenly, where that allows it. */
const leastColumns = 256;
const wantedUnits = 16;

/** Images of channels × pixels with windows over channels, or of h × w with windows over both; see the kernel.
 *  @param held strips that the scratch holds whole. */
function strips(g: LocalResponseNormGeometry, held: 0 | 1) {
  const across = g.acrossChannels;
  const [images, rows, columns] = across ? [g.n, g.c, g.h * g.w] : [g.n * g.c, g.h, g.w];
  const [up, down] = reach(g, rows);
  const [left, right] = across ? [0, 0] : reach(g, columns);
  const share = Math.max(leastColumns, Math.ceil((images * columns) / wantedUnits));
  const most = Math.min(share, stripColumns, Math.max(16, Math.floor(stripFloats / rows)));
  const strip = across ? Math.min(columns, 16 * Math.ceil(columns / Math.ceil(columns / most) / 16)) : columns;
  const { scale, k, beta } = g;
  return {
    record: { rows, columns, strip, up, down, left, right, scale, k, beta, slope: 2 * scale * beta },
    scratch: 4 * (2 * (strip + 2 * left + 8) + held * rows * (strip + 3)),
    units: {
      units: images * Math.ceil(columns / strip),
      cost: rows * strip * (commonPowers.has(beta) ? 1 : 10) * powerElement * (1 + held),
    },
  };
}

/** How far windows reach before and after an element, of `size` that there are. */
function reach({ before, after }: LocalResponseNormGeometry, size: number): [before: number, after: number] {
  return [Math.min(before, size - 1), Math.min(after, size - 1)];
}
