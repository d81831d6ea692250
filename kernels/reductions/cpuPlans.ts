import type { AxisGeometry } from "../../src/core/geometry/axis.ts";
import type { ReduceGeometry, Walk } from "../../src/core/geometry/strided.ts";
import { sizeOf } from "../../src/core/shape.ts";
import * as entries from "../../src/devices/cpu/entries.ts";
import type { Units } from "../../src/devices/cpu/pass.ts";
import type { Plans } from "../../src/devices/cpu/plan.ts";

/** Nanoseconds of an element that is folded, or exponentiated. */
const foldElement = 0.2;
const expElement = 3;
/** Nanoseconds of an output, or line, whatever its length. */
const overhead = 20;

/** Outputs that a unit takes where they lie side by side. */
const block = 16;

export const reductionPlans = {
  sum(_, out, x, geometry) {
    const { g, units } = fold(geometry, 1);
    return entries.sum({ out, x, g }, units);
  },
  mean(_, out, x, geometry) {
    const { g, units } = fold(geometry, geometry.count);
    return entries.sum({ out, x, g }, units);
  },
  variance(_, out, x, mean, geometry) {
    const { g, units } = fold(geometry, geometry.divisor);
    return entries.variance({ out, x, mean, g }, units);
  },
  max(_, out, x, geometry) {
    const { g, units } = fold(geometry, 1);
    return entries.max({ out, x, g }, units);
  },
  min(_, out, x, geometry) {
    const { g, units } = fold(geometry, 1);
    return entries.min({ out, x, g }, units);
  },
  argmax: (_, out, x, g) => entries.argmax({ out, x, g }, lines(g, foldElement)),
  softmax: (_, out, x, g) => entries.softmax({ out, x, g }, lines(g, expElement)),
  logSoftmax: (_, out, x, g) => entries.logSoftmax({ out, x, g }, lines(g, expElement)),
} satisfies Partial<Plans>;

/** The record and the units of a kernel made of `reduce`, in fold.wasm.ts. The elements of an output lie in runs, and
 *  a unit is an output; or those of neighboring outputs lie side by side, and a unit is a block of them. */
export function fold(geometry: ReduceGeometry, constant: number): { g: entries.ReductionRecord; units: Units } {
  const [side, { outer: reduced, length, stride }] = [split(geometry.kept), split(geometry.reduced)];
  const inRuns = side.stride !== 1;
  const kept = inRuns ? geometry.kept : side.outer;
  const width = inRuns ? 1 : side.length;
  return {
    g: { constant, inRuns: +inRuns, length, stride, repeats: sizeOf(reduced.dims), width, kept, reduced },
    units: {
      units: sizeOf(kept.dims) * Math.ceil(width / block),
      cost: overhead + Math.min(width, block) * geometry.count * foldElement,
    },
  };
}

/** A walk through one array, its last dimension apart. */
function split({ dims, strides }: Walk): { outer: Walk; length: number; stride: number } {
  const [own] = strides as [readonly number[]];
  const outer = { dims: dims.slice(0, -1), strides: [own.slice(0, -1)] };
  return { outer, length: dims.at(-1)!, stride: own.at(-1)! };
}

/** A unit is a line along the last axis, else four neighboring lines. */
function lines({ outer, n, inner }: AxisGeometry, element: number): Units {
  return { units: outer * Math.ceil(inner / 4), cost: overhead + n * Math.min(inner, 4) * element };
}
