import { ShapeError } from "../core/errors.ts";
import { makeWalk } from "../core/geometry/strided.ts";
import { kind, listOf, number } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument, checkInteger, checkOptions, type Kinds } from "../core/options.ts";
import { formatShape, normalizeAxes, normalizeAxis, stridesOf } from "../core/shape.ts";

interface AxisPadding {
  readonly axis: number;
  /** Elements put in front. Default 0. */
  readonly before?: number;
  /** Elements put behind. Default 0. */
  readonly after?: number;
  /** Elements put between neighbours. Default 0. */
  readonly interior?: number;
}

const padding = kind("an object with axis, before, after, interior", (value): value is AxisPadding => {
  return typeof value === "object" && value !== null && !Array.isArray(value);
});
const paddings = listOf(padding);
const paddingOptions: Kinds<AxisPadding> = { axis: number, before: number, after: number, interior: number };

export interface PadOptions {
  /** What is put where, for each axis that is padded. */
  readonly padding: readonly AxisPadding[];
  /** Default 0. */
  readonly value?: number;
}

/** Puts a constant around, and between, the elements of some axes.  $\partial x$ is what of ∂y lies on x's elements. */
export const pad: Op<["x"], PadOptions> = defineOp({
  name: "pad",
  inputs: ["x"],
  options: { padding: paddings, value: number },
  infer({ x }, options: PadOptions) {
    checkArgument("pad", "padding", options.padding, paddings);
    for (const one of options.padding) checkOptions("pad", one, paddingOptions);
    normalizeAxes(
      "pad",
      options.padding.map(({ axis }) => axis),
      x.length,
    );
    const low = x.map(() => 0);
    const interior = x.map(() => 0);
    const shape = [...x];
    const slices: SliceOptions[] = [];
    for (const { axis: at, before = 0, after = 0, interior: between = 0 } of options.padding) {
      for (const [name, value] of Object.entries({ before, after, interior: between })) {
        checkInteger("pad", name, value, 0);
      }
      const axis = normalizeAxis("pad", at, x.length);
      low[axis] = before;
      interior[axis] = between;
      const length = (x[axis] - 1) * (between + 1) + 1;
      shape[axis] = before + length + after;
      slices.push({ axis, start: before, end: before + length, step: between + 1 });
    }
    const strides = stridesOf(shape);
    const offset = low.reduce((sum, before, d) => sum + before * strides[d], 0);
    const walk = makeWalk(x, [strides.map((stride, d) => stride * (interior[d] + 1))]);
    return { shape, walk, offset, value: options.value ?? 0, slices };
  },
  forward: (k, { x }, g) => k.pad(g.shape, x, g),
  backward: (dy, _, { slices }) => ({ x: () => slices.reduce((part, range) => slice(part, range), dy) }),
});

/** Along one axis: elements start, start + step, … before end. */
export interface SliceOptions {
  readonly axis: number;
  /** Negative positions count from the end. Default 0. */
  readonly start?: number;
  /** Exclusive. Default: the end. */
  readonly end?: number;
  /** Default 1. */
  readonly step?: number;
}

/** Part of an axis.  $\partial x$ is ∂y put back where it came from, with zeros around and between.
 *  @throws ShapeError if the range is empty or outside of the axis. */
export const slice: Op<["x"], SliceOptions> = defineOp({
  name: "slice",
  inputs: ["x"],
  options: { axis: number, start: number, end: number, step: number },
  infer({ x }, options: SliceOptions) {
    const axis = normalizeAxis("slice", options.axis, x.length);
    const dim = x[axis];
    const fromEnd = (position: number) => (position < 0 ? position + dim : position);
    const start = fromEnd(options.start ?? 0);
    const end = fromEnd(options.end ?? dim);
    const step = options.step ?? 1;
    checkInteger("slice", "step", step, 1);
    if (![start, end].every(Number.isInteger) || start < 0 || end > dim || start >= end) {
      throw new ShapeError(
        `slice: expected a range inside axis ${axis} of ${formatShape(x)}; got ${options.start ?? 0} to ${options.end ?? dim}`,
      );
    }
    const count = Math.ceil((end - start) / step);
    const shape = x.with(axis, count);
    const strides = stridesOf(x);
    const offset = start * strides[axis];
    const walk = makeWalk(shape, [strides.with(axis, strides[axis] * step)]);
    const after = dim - start - (count - 1) * step - 1;
    return { shape, offset, walk, padding: { axis, before: start, after, interior: step - 1 } };
  },
  forward: (k, { x }, g) => k.strided(g.shape, x, g),
  backward: (dy, _, { padding }) => ({ x: () => pad(dy, { padding: [padding] }) }),
});
