import { stridesOf } from "../core/shape.ts";

/** Whether a view with these strides is row-major, so that its elements lie one behind the other. */
export function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  const own = stridesOf(shape);
  return shape.every((size, axis) => size === 1 || strides[axis] === own[axis]);
}

/** Goes through a view's elements, row-major.
 *  @param from where its first one lies, in elements.
 *  @param visit called with the number of each, and with where it lies. */
export function walk(
  shape: readonly number[],
  strides: readonly number[],
  from: number,
  visit: (i: number, at: number) => void,
): void {
  const size = shape.reduce((a, b) => a * b, 1);
  const index = shape.map(() => 0);
  for (let i = 0, at = from; i < size; i++) {
    visit(i, at);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis];
      if (++index[axis] < shape[axis]) break;
      at -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
}
