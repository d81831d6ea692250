import { describe } from "./describe.ts";
import { ArgumentError, ShapeError } from "./errors.ts";

/** Sizes of a tensor's dimensions, outermost first. `[]` is a scalar. */
export type Shape = readonly number[];

/** Number of elements. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const dim of shape) size *= dim;
  return size;
}

export function formatShape(shape: Shape): string {
  return `[${Array.from(shape, (dim) => (typeof dim === "number" ? dim : describe(dim))).join(", ")}]`;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i]);
}

/** [h, w, in, out] → [out, in, h, w]. */
const kernelAxes = [3, 2, 0, 1];

/** Which axes of the first shape give the second one, when they are not in the same order; null if none do. Of several answers, that for
 *  kernels of convolutions, else the first. */
export function transposition(from: Shape, to: Shape): readonly number[] | null {
  if (from.length !== to.length || sameShape(from, to)) return null;
  if (from.length === 4 && kernelAxes.every((axis, i) => from[axis] === to[i])) return kernelAxes;
  const axes: number[] = [];
  for (const dim of to) axes.push(from.findIndex((own, axis) => own === dim && !axes.includes(axis)));
  return axes.includes(-1) ? null : axes;
}

/** Distance in elements between neighbors along each dimension of a row-major array. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= shape[i];
  }
  return strides;
}

/** More elements than any device can hold. */
const mostElements = 2 ** 31;

/** @throws ArgumentError unless it is an array, ShapeError unless its numbers are whole, ≥ 1 and of a size that a device
 *  could hold. */
export function checkShape(op: string, shape: Shape): void {
  if (!Array.isArray(shape)) {
    throw new ArgumentError(
      `${op}: expected a shape, an array of whole numbers such as [2, 3]; got ${describe(shape)}`,
    );
  }
  // `every` passes over holes.
  for (let i = 0; i < shape.length; i++) {
    if (Number.isSafeInteger(shape[i]) && shape[i] >= 1) continue;
    throw new ShapeError(`${op}: expected dimensions that are whole numbers ≥ 1; got ${formatShape(shape)}`);
  }
  checkSize(op, shape);
}

/** @throws ShapeError for a shape of more elements than any device can hold. */
export function checkSize(op: string, shape: Shape): void {
  if (sizeOf(shape) >= mostElements) {
    throw new ShapeError(`${op}: expected a shape of fewer than 2^31 elements; got ${formatShape(shape)}`);
  }
}

/** @throws ShapeError unless the shape has one of the given ranks. */
export function checkRank(op: string, name: string, shape: Shape, ...ranks: number[]): void {
  if (!ranks.includes(shape.length)) {
    throw new ShapeError(`${op}: expected ${name} of rank ${ranks.join(" or ")}; got ${formatShape(shape)}`);
  }
}

/** The axis counted from the front; negative axes count from the back. */
export function normalizeAxis(op: string, axis: number, rank: number): number {
  if (rank === 0) throw new ShapeError(`${op}: expected a tensor with axes; got a scalar`);
  if (typeof axis !== "number") throw new ArgumentError(`${op}: expected an axis as a number; got ${describe(axis)}`);
  const normal = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || normal < 0 || normal >= rank) {
    throw new ShapeError(`${op}: expected an axis from ${-rank} to ${rank - 1} for rank ${rank}; got ${axis}`);
  }
  return normal;
}

/** Axes in increasing order, all of them where none are given. */
export function normalizeAxes(op: string, axes: number | readonly number[] | undefined, rank: number): number[] {
  const list =
    axes === undefined ? Array.from({ length: rank }, (_, i) => i) : typeof axes === "number" ? [axes] : axes;
  if (!Array.isArray(list))
    throw new ArgumentError(`${op}: expected axes as a number or numbers; got ${describe(axes)}`);
  const normal = list.map((axis) => normalizeAxis(op, axis, rank)).sort((a, b) => a - b);
  if (new Set(normal).size !== normal.length) throw new ShapeError(`${op}: expected each axis once; got [${list}]`);
  return normal;
}

/** The shape that both broadcast to: sizes aligned at the back, 1 stretches. */
export function broadcastShapes(op: string, a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new ShapeError(`${op}: cannot broadcast ${formatShape(a)} with ${formatShape(b)}`);
    }
    return x === 1 ? y : x;
  });
}
