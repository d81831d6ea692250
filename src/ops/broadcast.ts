import { type BroadcastGeometry, broadcastStrides, makeWalk } from "../core/geometry/strided.ts";
import { broadcastShapes, type Shape } from "../core/shape.ts";
import { Storage } from "../core/storage.ts";
import { makeTensor, Tensor } from "../core/tensor.ts";

/** A tensor, or a number where a scalar is meant. */
export type Operand = Tensor | number;

interface BinaryGeometry extends BroadcastGeometry {
  readonly aShape: Shape;
  readonly bShape: Shape;
}

/** The `infer` of an operator of two inputs, `a` and `b`, that broadcast: sizes are matched from the last axis on,
 *  and are equal, or 1 or missing on one side.
 *
 *      shape[i] = max(a[i], b[i])
 *
 *  Source: NumPy's broadcasting.
 *  @param op the operator's name, for the error.
 *  @returns a function from the two shapes to the output's, with how to walk over both inputs. It throws ShapeError if they
 *  do not broadcast.
 *
 *  @example
 *  ```ts
 *  import { inferBroadcast } from "alexgrad";
 *
 *  console.log(inferBroadcast("mine")({ a: [4, 1], b: [3] }).shape); // [ 4, 3 ]
 *  ``` */
export function inferBroadcast(op: string): (shapes: { readonly a: Shape; readonly b: Shape }) => BinaryGeometry {
  return ({ a, b }) => {
    const shape = broadcastShapes(op, a, b);
    const walk = makeWalk(shape, [broadcastStrides(a, shape), broadcastStrides(b, shape)]);
    return { shape, walk, aShape: a, bShape: b };
  };
}

/** An operator of two inputs that broadcast, one of which may be a number. */
export interface Binary {
  (a: number, b: Tensor): Tensor;
  (a: Tensor, b: Operand): Tensor;
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
