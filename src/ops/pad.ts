import { ShapeError } from "../core/errors.ts";
import { makeWalk } from "../core/geometry/strided.ts";
import { kind, listOf, number } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument, checkInteger, checkOptions, type Kinds } from "../core/options.ts";
import { formatShape, normalizeAxes, normalizeAxis, stridesOf } from "../core/shape.ts";

interface AxisPadding {
  /** Where; negative ones count from the back. */
  readonly axis: number;
  /** Elements put in front. Default: 0. */
  readonly before?: number;
  /** Elements put behind. Default: 0. */
  readonly after?: number;
  /** Elements put between neighbors. Default: 0. */
  readonly interior?: number;
}

const padding = kind("an object with axis, before, after, interior", (value): value is AxisPadding => {
  return typeof value === "object" && value !== null && !Array.isArray(value);
});
const paddings = listOf(padding);
const paddingOptions: Kinds<AxisPadding> = { axis: number, before: number, after: number, interior: number };

/** What is put around and between elements. */
export interface PadOptions {
  /** What is put where, for each axis that is padded. */
  readonly padding: readonly AxisPadding[];
  /** The constant that is put there. Default: 0. */
  readonly value?: number;
}

/** Puts a constant around, and between, the elements along some axes. Along one axis, with g elements between neighbors:
 *
 *      y[before + i · (g + 1)] = x[i], value elsewhere     ∂x[i] = ∂y[before + i · (g + 1)]
 *
 *  Source: XLA's Pad; without an interior, PyTorch's torch.nn.functional.pad.
 *  @param x a tensor of any shape of rank ≥ 1.
 *  @returns a tensor of x's rank; an axis of size m gets the shape before + m + (m − 1) · interior + after.
 *  @throws ShapeError if an axis is not there, or comes twice; OptionError if a number of elements is not whole or negative.
 *
 *  @example
 *  ```ts
 *  import { pad, tensor } from "alexgrad";
 *
 *  const x = tensor([1, 2, 3]);
 *  console.log(await pad(x, { padding: [{ axis: 0, before: 1, interior: 1 }] }).toArray()); // [ 0, 1, 0, 2, 0, 3 ]
 *  ``` */
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

/** Which elements of one axis: start, start + step, … before end. */
export interface SliceOptions {
  /** Where; negative ones count from the back. */
  readonly axis: number;
  /** The first position; negative ones count from the end. Default: 0. */
  readonly start?: number;
  /** The position to stop before; negative ones count from the end. Default: the axis' size. */
  readonly end?: number;
  /** How far from one element to the next, ≥ 1. Default: 1. */
  readonly step?: number;
}

/** Part of an axis.
 *
 *      y[i] = x[start + i · step]     ∂x[start + i · step] = ∂y[i], 0 elsewhere
 *
 *  Source: NumPy's indexing x[start:end:step].
 *  @param x a tensor of any shape of rank ≥ 1.
 *  @returns a tensor of x's shape, with ⌈(end − start) / step⌉ elements along the axis.
 *  @throws ShapeError if the axis is not there, or the range is empty or not inside it; OptionError unless the step is whole
 *  and ≥ 1.
 *
 *  @example
 *  ```ts
 *  import { slice, tensor } from "alexgrad";
 *
 *  const x = tensor([0, 1, 2, 3, 4]);
 *  console.log(await slice(x, { axis: 0, start: 1, step: 2 }).toArray()); // [ 1, 3 ]
 *  console.log(await slice(x, { axis: 0, start: -2 }).toArray()); // [ 3, 4 ]
 *  ``` */
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
