import { type BroadcastGeometry, broadcastStrides, makeWalk } from "../core/geometry/strided.ts";
import { broadcastShapes, type Shape } from "../core/shape.ts";
import { Storage, Tensor } from "../core/tensor.ts";

export type Operand = Tensor | number;

export interface BinaryGeometry extends BroadcastGeometry {
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

/** An operator of two inputs that broadcast. @throws TypeError if both are numbers. */
export type Binary = (a: Operand, b: Operand) => Tensor;

/** Lets either side of an operator be a plain number. */
export function withNumbers(op: (a: Tensor, b: Tensor) => Tensor): Binary {
  return (a, b) => {
    if (typeof a !== "number") return op(a, typeof b === "number" ? scalar(b, a) : b);
    if (typeof b === "number") throw new TypeError("expected a tensor on one side at least; got two numbers");
    return op(scalar(a, b), b);
  };
}

function scalar(value: number, like: Tensor): Tensor {
  return new Tensor(new Storage(like.device, like.device.run.fill([], { value })), []);
}
