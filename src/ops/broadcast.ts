import { type BroadcastGeometry, broadcastStrides, makeWalk } from "../core/geometry/strided.ts";
import { broadcastShapes, type Shape } from "../core/shape.ts";
import { Storage } from "../core/storage.ts";
import { makeTensor, Tensor } from "../core/tensor.ts";

export type Operand = Tensor | number;

interface BinaryGeometry extends BroadcastGeometry {
  readonly aShape: Shape;
  readonly bShape: Shape;
}

/** What every operator of two inputs that broadcast infers. */
export function inferBroadcast(op: string): (shapes: { readonly a: Shape; readonly b: Shape }) => BinaryGeometry {
  return ({ a, b }) => {
    const shape = broadcastShapes(op, a, b);
    const walk = makeWalk(shape, [broadcastStrides(a, shape), broadcastStrides(b, shape)]);
    return { shape, walk, aShape: a, bShape: b };
  };
}

/** An operator of two inputs that broadcast, one of which may be a number. */
export interface Binary {
  (a: Tensor, b: Operand): Tensor;
  (a: number, b: Tensor): Tensor;
}

/** Lets either side of an operator be a plain number. */
export function withNumbers(op: (a: Tensor, b: Tensor, ...none: never[]) => Tensor): Binary {
  return (a: Operand, b: Operand, ...none: never[]) => {
    if (typeof b === "number" && a instanceof Tensor) return op(a, scalar(b, a), ...none);
    if (typeof a === "number" && b instanceof Tensor) return op(scalar(a, b), b, ...none);
    return op(a as Tensor, b as Tensor, ...none);
  };
}

/** A number as a tensor beside another one. */
export function scalar(value: number, like: Tensor): Tensor {
  return makeTensor(new Storage(like.device, like.device.run.fill([], { value }), []), []);
}
