import { describe } from "./describe.ts";
import { ArgumentError, ShapeError } from "./errors.ts";
import { formatShape, type Shape, sizeOf } from "./shape.ts";

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

/** Numbers, or arrays of arrays of them, all of equal length at each level. */
export type NestedArray = number | ArrayLike<number> | readonly NestedArray[];

/** The shape that nested values have. @throws ShapeError if they are ragged, ArgumentError if they are no numbers. */
export function shapeOf(values: NestedArray | ArrayLike<number>): Shape {
  if (typeof values === "number") return [];
  if (!Array.isArray(values)) {
    if (isFloats(values)) return [values.length];
    throw new ArgumentError(`tensor: expected numbers; got ${describe(values)}`);
  }
  const inner = Array.from(values, shapeOf);
  const [first = []] = inner;
  if (inner.some((shape) => formatShape(shape) !== formatShape(first))) {
    throw new ShapeError(
      `tensor: expected arrays of equal length; got ${[...new Set(inner.map(formatShape))].join(" and ")}`,
    );
  }
  return [values.length, ...first];
}

/** Nested values, row by row. @throws ArgumentError if they are no numbers. */
export function flat(values: NestedArray | ArrayLike<number>): ArrayLike<number> {
  if (typeof values === "number") return [values];
  if (!Array.isArray(values)) {
    if (isFloats(values)) return values;
    throw new ArgumentError(`tensor: expected numbers; got ${describe(values)}`);
  }
  if (Array.from(values).every((value) => typeof value === "number")) return values;
  return values.flatMap((inner) => Array.from(flat(inner)));
}

/** A typed array, or what else has a length and so many numbers. */
function isFloats(values: unknown): values is ArrayLike<number> {
  if (ArrayBuffer.isView(values)) {
    return !(values instanceof DataView || values instanceof BigInt64Array || values instanceof BigUint64Array);
  }
  if (typeof values !== "object" || values === null || !("length" in values)) return false;
  const list: { readonly [i: number]: unknown; readonly length: unknown } = values;
  let i = 0;
  while (typeof list[i] === "number") i++;
  return list.length === i;
}
