import { ShapeError } from "../core/errors.ts";
import { makeWalk } from "../core/geometry/strided.ts";
import { number } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkInteger } from "../core/options.ts";
import { formatShape, normalizeAxis, stridesOf } from "../core/shape.ts";
import { pad } from "./pad.ts";

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
    const dim = x[axis]!;
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
    const offset = start * strides[axis]!;
    const walk = makeWalk(shape, [strides.with(axis, strides[axis]! * step)]);
    const after = dim - start - (count - 1) * step - 1;
    return { shape, offset, walk, padding: { axis, before: start, after, interior: step - 1 } };
  },
  forward: (k, { x }, g) => k.strided(g.shape, x, g),
  backward: (dy, _, { padding }) => ({ x: () => pad(dy, { axes: [padding] }) }),
});
