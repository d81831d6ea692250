import type { AxisGeometry } from "../core/geometry/axis.ts";
import { reduceGeometry } from "../core/geometry/strided.ts";
import { normalizeAxes, normalizeAxis, type Shape, sizeOf } from "../core/shape.ts";
import type { AxisOptions, ReduceOptions } from "./axisOptions.ts";

/** What every reduction infers; `keptShape` is the output's shape with the reduced axes left in place. */
export function inferReduce(op: string) {
  return ({ x }: { readonly x: Shape }, options: ReduceOptions) => {
    const axes = normalizeAxes(op, options.axis, x.length);
    const keptShape = x.map((dim, i) => (axes.includes(i) ? 1 : dim));
    return { ...reduceGeometry(x, axes, options.keepDims ?? false), axes, xShape: x, keptShape };
  };
}

/** What operators along one axis infer. */
export function inferAxis(op: string) {
  return ({ x }: { readonly x: Shape }, options: AxisOptions): AxisGeometry & { readonly axis: number } => {
    const axis = normalizeAxis(op, options.axis ?? -1, x.length);
    return { shape: x, axis, outer: sizeOf(x.slice(0, axis)), n: x[axis], inner: sizeOf(x.slice(axis + 1)) };
  };
}
