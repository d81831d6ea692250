import { ShapeError } from "../core/errors.ts";
import { formatShape, type Shape, sameShape } from "../core/shape.ts";

/** @throws ShapeError unless the vector, where there is one, has `length` elements. */
export function checkVector(op: string, name: string, shape: Shape | null, length: number): void {
  checkParameter(op, name, shape, [length]);
}

/** @throws ShapeError unless the parameter, where there is one, is of shape `expected`. */
export function checkParameter(op: string, name: string, shape: Shape | null, expected: Shape): void {
  if (shape !== null && !sameShape(shape, expected)) {
    throw new ShapeError(`${op}: expected ${name} of shape ${formatShape(expected)}; got ${formatShape(shape)}`);
  }
}
