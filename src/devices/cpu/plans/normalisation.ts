import { reduceGeometry } from "../../../core/geometry/strided.ts";
import type { BatchNormGeometry, LocalResponseNormGeometry } from "../../kernels.ts";
import { addressOf, f32, type Plans, type Step } from "../plan.ts";
import { reduction } from "./reductions.ts";

/** Nanoseconds of an element that is scaled, or raised to a power. */
const scaleElement = 0.3;
const powerElement = 1.2;
/** The β that take no more than roots and a division. */
const commonPowers = new Set([0.5, 0.75, 1]);

export const normalisationPlans = {
  localResponseNorm: (_, out, x, g) => responseNorm("localResponseNorm", [out.address, x.address], g, 0),
  localResponseNormGrad: (_, out, dy, x, g) =>
    responseNorm("localResponseNormGrad", [out.address, dy.address, x.address], g, 1),
  batchNorm: (_, out, x, mean, variance, weight, bias, g) => {
    const vectors = [mean.address, variance.address, addressOf(weight), addressOf(bias)];
    return perChannel("batchNorm", [out.address, x.address, ...vectors], g);
  },
  batchNormGradWeight: (_, out, dy, x, mean, variance, g) => {
    const pointers = [out.address, dy.address, x.address, mean.address, variance.address];
    return reduction("batchNormGradWeight", pointers, reduceGeometry([g.n, g.c, g.inner], [0, 2], false), g.eps);
  },
  batchNormGradInput: (_, out, dy, x, mean, variance, weight, gradWeight, gradBias, g) => {
    const vectors = [mean.address, variance.address, addressOf(weight), gradWeight.address, gradBias.address];
    return perChannel("batchNormGradInput", [out.address, dy.address, x.address, ...vectors], g);
  },
} satisfies Partial<Plans>;

/** A unit is a channel of an image, or four channels of one element each. */
function perChannel(entry: string, pointers: readonly number[], g: BatchNormGeometry): Step {
  const inPlanes = g.inner > 1;
  return {
    entry,
    pointers,
    words: [g.n, g.c, g.inner, f32(g.eps)],
    units: inPlanes ? g.n * g.c : Math.ceil(g.c / 4),
    cost: (inPlanes ? g.inner : 16 * g.n) * scaleElement,
  };
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
function responseNorm(entry: string, pointers: readonly number[], g: LocalResponseNormGeometry, held: 0 | 1): Step {
  const across = g.acrossChannels;
  const [images, rows, columns] = across ? [g.n, g.c, g.h * g.w] : [g.n * g.c, g.h, g.w];
  const [up, down] = reach(g, rows);
  const [left, right] = across ? [0, 0] : reach(g, columns);
  const share = Math.max(leastColumns, Math.ceil((images * columns) / wantedUnits));
  const most = Math.min(share, stripColumns, Math.max(16, Math.floor(stripFloats / rows)));
  const strip = across ? Math.min(columns, 16 * Math.ceil(columns / Math.ceil(columns / most) / 16)) : columns;
  return {
    entry,
    pointers,
    words: [rows, columns, strip, up, down, left, right, ...[g.scale, g.k, g.beta, 2 * g.scale * g.beta].map(f32)],
    scratch: 4 * (2 * (strip + 2 * left + 8) + held * rows * (strip + 3)),
    units: images * Math.ceil(columns / strip),
    cost: rows * strip * (commonPowers.has(g.beta) ? 1 : 10) * powerElement * (1 + held),
  };
}

/** How far windows reach before and after an element, of `size` that there are. */
function reach({ before, after }: LocalResponseNormGeometry, size: number): [before: number, after: number] {
  return [Math.min(before, size - 1), Math.min(after, size - 1)];
}
