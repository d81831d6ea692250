import type { Shape } from "../shape.ts";
import { stridesOf } from "../shape.ts";

/** A walk over an index space that steps through several arrays at once: `strides[a][d]` is the step of array `a`
 *  along dimension `d`. Neighboring dimensions that every array crosses in one stride are merged, and sizes of 1
 *  dropped, so that the last dimension is as long as it can be. */
export interface Walk {
  readonly dims: readonly number[];
  readonly strides: readonly (readonly number[])[];
}

export function makeWalk(shape: Shape, strides: readonly (readonly number[])[]): Walk {
  const dims: number[] = [];
  const merged: number[][] = strides.map(() => []);
  shape.forEach((dim, d) => {
    if (dim === 1) return;
    const last = dims.length - 1;
    const joins = last >= 0 && strides.every((s, a) => merged[a][last] === s[d] * dim);
    if (joins) dims[last] *= dim;
    else dims.push(dim);
    strides.forEach((s, a) => {
      if (joins) merged[a][last] = s[d];
      else merged[a].push(s[d]);
    });
  });
  if (dims.length === 0) {
    dims.push(1);
    for (const s of merged) s.push(0);
  }
  return { dims, strides: merged };
}

/** Strides that read an array of shape `from` as if it had shape `to`: 0 where it is stretched. */
export function broadcastStrides(from: Shape, to: Shape): number[] {
  const own = stridesOf(from);
  const lead = to.length - from.length;
  return to.map((dim, i) => (i < lead || (from[i - lead] === 1 && dim !== 1) ? 0 : own[i - lead]));
}

/** out[i] = x[offset + Σ i_d · stride_d]: what permute, slice and broadcastTo are made of. */
export interface StridedGeometry {
  readonly shape: Shape;
  readonly walk: Walk;
  readonly offset: number;
}

/** out[offset + Σ i_d · stride_d] = x[i], `value` elsewhere. */
export interface PadGeometry {
  /** Over x, with the strides in the output. */
  readonly walk: Walk;
  readonly offset: number;
  readonly value: number;
  readonly shape: Shape;
}

/** One output, two inputs that broadcast to it. */
export interface BroadcastGeometry {
  readonly shape: Shape;
  readonly walk: Walk;
}

/** Each output sums over the elements of `reduced`, starting where `kept` stands. */
export interface ReduceGeometry {
  readonly shape: Shape;
  readonly kept: Walk;
  readonly reduced: Walk;
  /** Elements per output. */
  readonly count: number;
}

/** Σ (x − mean)² / divisor. */
export interface VarianceGeometry extends ReduceGeometry {
  readonly divisor: number;
}

export function reduceGeometry(shape: Shape, axes: readonly number[], keepDims: boolean): ReduceGeometry {
  const strides = stridesOf(shape);
  const kept = shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const at = (values: readonly number[], indices: readonly number[]) => indices.map((i) => values[i]);
  return {
    shape: keepDims ? shape.map((dim, i) => (axes.includes(i) ? 1 : dim)) : at(shape, kept),
    kept: makeWalk(at(shape, kept), [at(strides, kept)]),
    reduced: makeWalk(at(shape, axes), [at(strides, axes)]),
    count: axes.reduce((count, i) => count * shape[i], 1),
  };
}
