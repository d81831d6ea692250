import type { ReduceGeometry, Walk } from "../../../core/geometry/strided.ts";
import { sizeOf } from "../../../core/shape.ts";
import type { AxisGeometry } from "../../kernels.ts";
import { f32, type Plans, type Step } from "../plan.ts";
import { checkRank } from "./walk.ts";

/** Nanoseconds of an element that is folded, or exponentiated. */
const foldElement = 0.2;
const expElement = 3;
/** Nanoseconds of an output, or line, whatever its length. */
const overhead = 20;

/** Outputs that a unit takes where they lie side by side. */
const block = 16;

export const reductionPlans = {
  sum: (_, out, x, g) => reduction("sum", [out.address, x.address], g, 1),
  mean: (_, out, x, g) => reduction("mean", [out.address, x.address], g, g.count),
  variance: (_, out, x, mean, g) => reduction("variance", [out.address, x.address, mean.address], g, g.divisor),
  max: (_, out, x, g) => reduction("max", [out.address, x.address], g, 1),
  softmax: (_, out, x, g) => alongAxis("softmax", [out.address, x.address], g),
  logSoftmax: (_, out, x, g) => alongAxis("logSoftmax", [out.address, x.address], g),
} satisfies Partial<Plans>;

/** The one step of a kernel made of `reduce`, in kernels/wasm/reduction.ts. */
export function reduction(entry: string, pointers: readonly number[], g: ReduceGeometry, constant: number): Step {
  const kept = split(entry, g.kept);
  const reduced = split(entry, g.reduced);
  const inRuns = kept.stride !== 1;
  const outer = inRuns ? [...kept.outer, [kept.length, kept.stride] as const] : kept.outer;
  const width = inRuns ? 1 : kept.length;
  const { length, stride } = reduced;
  const sizes = [length, stride, repeats(reduced.outer), width, outer.length, reduced.outer.length];
  return {
    entry,
    pointers,
    words: [f32(constant), +inRuns, ...sizes, ...outer.flat(), ...reduced.outer.flat()],
    units: repeats(outer) * Math.ceil(width / block),
    cost: overhead + Math.min(width, block) * g.count * foldElement,
  };
}

type Dimension = readonly [size: number, stride: number];

/** A walk through one array, its last dimension apart. */
function split(entry: string, walk: Walk) {
  checkRank(entry, walk);
  const pairs = walk.dims.map((size, d): Dimension => [size, walk.strides[0]![d]!]);
  const [length, stride] = pairs.pop()!;
  return { outer: pairs, length, stride };
}

function repeats(dimensions: readonly Dimension[]): number {
  return sizeOf(dimensions.map(([size]) => size));
}

/** A unit is a line along the last axis, else four neighbouring lines. */
function alongAxis(entry: string, pointers: readonly number[], { outer, n, inner }: AxisGeometry): Step {
  return {
    entry,
    pointers,
    words: [n, inner],
    units: outer * Math.ceil(inner / 4),
    cost: overhead + n * Math.min(inner, 4) * expElement,
  };
}
