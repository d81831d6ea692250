import { type Shape, sizeOf } from "./shape.ts";

/** A number, or arrays of arrays of them, one level for each axis. */
export type NestedNumbers = number | NestedNumbers[];

/** Row-major values as nested arrays. */
export function nest(values: ArrayLike<number>, shape: Shape): NestedNumbers {
  function at(axis: number, offset: number): NestedNumbers {
    if (axis === shape.length) return values[offset];
    const step = sizeOf(shape.slice(axis + 1));
    return Array.from({ length: shape[axis] }, (_, i) => at(axis + 1, offset + i * step));
  }
  return at(0, 0);
}
