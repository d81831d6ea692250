import { ShapeError } from "../core/errors.ts";
import { formatShape, type Shape } from "../core/shape.ts";

/** @throws ShapeError unless the vector, where there is one, has `length` elements. */
export function checkVector(op: string, name: string, shape: Shape | null, length: number): void {
  if (shape !== null && (shape.length !== 1 || shape[0] !== length)) {
    throw new ShapeError(`${op}: expected ${name} of shape [${length}]; got ${formatShape(shape)}`);
  }
}
