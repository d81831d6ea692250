import { Rng } from "../../../src/core/rng.ts";
import { sizeOf } from "../../../src/core/shape.ts";
import type { Comparison } from "../../../src/gradcheck/comparison.ts";
import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { diagnose } from "../../../src/gradcheck/diagnose.ts";

export interface Case {
  readonly shape: readonly number[];
  readonly outputShape?: readonly number[];
  readonly values?: readonly number[];
  readonly numeric: ArrayLike<number>;
  /** What is wrong: ∂y/∂x as the backward pass finds it, at an index of the input and a row. */
  readonly analytic: (right: number, index: readonly number[], row: number, numeric: ArrayLike<number>) => number;
}

export function compare({ shape, outputShape = [], values, numeric, analytic }: Case): Comparison {
  const size = sizeOf(shape);
  return {
    input: 0,
    shape,
    values: values === undefined ? uniform(shape) : Float64Array.from(values),
    outputShape,
    analytic: Float64Array.from(numeric, (right, at) => {
      return analytic(right, coordinates(at % size, shape), Math.floor(at / size), numeric);
    }),
    numeric: Float64Array.from(numeric),
    tolerance: 1e-6,
  };
}

/** Numbers from ½ to 2: none is zero, none is like another. */
export function uniform(...shapes: readonly (readonly number[])[]): Float64Array {
  const rng = new Rng(7);
  return Float64Array.from({ length: sizeOf(shapes.flat()) }, () => rng.uniform(0.5, 2));
}

export const texts = (comparison: Comparison) => diagnose(comparison).map(({ text }) => text);
export const kinds = (comparison: Comparison) => diagnose(comparison).map(({ kind }) => kind);
export const image = [2, 3, 5, 5];
export const onImage = (analytic: Case["analytic"], shape = image) =>
  compare({ shape, numeric: uniform(shape), analytic });

export function flat(index: readonly number[], shape: readonly number[]): number {
  return index.reduce((total, i, axis) => total * shape[axis] + i, 0);
}
