import type { AxisGeometry } from "../../../core/geometry/axis.ts";
import type { ReduceGeometry, Walk } from "../../../core/geometry/strided.ts";
import { sizeOf } from "../../../core/shape.ts";
import * as entries from "../entries.ts";
import type { Units } from "../pass.ts";
import type { Plans } from "../plan.ts";

/** Nanoseconds of an element that is folded, or exponentiated. */
const foldElement = 0.2;
const expElement = 3;
/** Nanoseconds of an output, or line, whatever its length. */
const overhead = 20;

/** Outputs that a unit takes where they lie side by side. */
const block = 16;

export const reductionPlans = {
  sum: (_, out, x, g) => entries.sum({ out, x, g: record(g, 1) }, folds(g)),
  mean: (_, out, x, g) => entries.mean({ out, x, g: record(g, g.count) }, folds(g)),
  variance: (_, out, x, mean, g) => entries.variance({ out, x, mean, g: record(g, g.divisor) }, folds(g)),
  max: (_, out, x, g) => entries.max({ out, x, g: record(g, 1) }, folds(g)),
  softmax: (_, out, x, g) => entries.softmax({ out, x, g }, lines(g)),
  logSoftmax: (_, out, x, g) => entries.logSoftmax({ out, x, g }, lines(g)),
} satisfies Partial<Plans>;

/** The record of a kernel made of `reduce`, in kernels/wasm/fold.ts. */
export function record(g: ReduceGeometry, constant: number): entries.ReductionRecord {
  const { inRuns, kept, reduced, width } = cut(g);
  return {
    constant,
    inRuns: +inRuns,
    length: reduced.length,
    stride: reduced.stride,
    repeats: sizeOf(reduced.outer.dims),
    width,
    kept,
    reduced: reduced.outer,
  };
}

/** A unit is an output in runs, else a block of outputs side by side. */
export function folds(g: ReduceGeometry): Units {
  const { kept, width } = cut(g);
  return {
    units: sizeOf(kept.dims) * Math.ceil(width / block),
    cost: overhead + Math.min(width, block) * g.count * foldElement,
  };
}

/** The elements of an output lie in runs, or those of neighbouring outputs side by side. */
function cut(g: ReduceGeometry) {
  const [kept, reduced] = [split(g.kept), split(g.reduced)];
  const inRuns = kept.stride !== 1;
  return { inRuns, kept: inRuns ? g.kept : kept.outer, reduced, width: inRuns ? 1 : kept.length };
}

/** A walk through one array, its last dimension apart. */
function split({ dims, strides }: Walk): { outer: Walk; length: number; stride: number } {
  const [own] = strides as [readonly number[]];
  const outer = { dims: dims.slice(0, -1), strides: [own.slice(0, -1)] };
  return { outer, length: dims.at(-1)!, stride: own.at(-1)! };
}

/** A unit is a line along the last axis, else four neighbouring lines. */
function lines({ outer, n, inner }: AxisGeometry): Units {
  return { units: outer * Math.ceil(inner / 4), cost: overhead + n * Math.min(inner, 4) * expElement };
}
