import { ShapeError } from "../errors.ts";
import { boolean } from "../kinds.ts";
import type { Kinds } from "../options.ts";
import { broadcastShapes, formatShape, type Shape } from "../shape.ts";
import { broadcastStrides, makeWalk, type Walk } from "./strided.ts";

/** How matrices are read. */
export interface MatmulOptions {
  /** Read `a` as [… k, m] instead of [… m, k]. Default: false. */
  readonly transposeA?: boolean;
  /** Read `b` as [… n, k] instead of [… k, n]. Default: false. */
  readonly transposeB?: boolean;
}

export const matmulOptions: Kinds<MatmulOptions> = { transposeA: boolean, transposeB: boolean };

/** A batch of products [m, k] · [k, n]. */
export interface MatmulGeometry {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** Over the batch: strides of `a` and `b`, in matrices; 0 where an input is shared. */
  readonly batch: Walk;
  /** The output's shape: [… batch, m, n]. */
  readonly shape: Shape;
}

/** @throws ShapeError if ranks, inner sizes or batches do not fit. */
export function matmulGeometry(op: string, aShape: Shape, bShape: Shape, options: MatmulOptions = {}): MatmulGeometry {
  const { transposeA = false, transposeB = false } = options;
  if (aShape.length < 2 || bShape.length < 2) {
    throw new ShapeError(`${op}: expected matrices; got ${formatShape(aShape)} and ${formatShape(bShape)}`);
  }
  const [aRows, aCols] = aShape.slice(-2) as [number, number];
  const [bRows, bCols] = bShape.slice(-2) as [number, number];
  const [m, k] = transposeA ? [aCols, aRows] : [aRows, aCols];
  const [inner, n] = transposeB ? [bCols, bRows] : [bRows, bCols];
  if (k !== inner) {
    throw new ShapeError(
      `${op}: expected equal inner sizes; got ${k} in a ${formatShape(aShape)}${transposeA ? " transposed" : ""} and ${inner} in b ${formatShape(bShape)}${transposeB ? " transposed" : ""}`,
    );
  }
  const aBatch = aShape.slice(0, -2);
  const bBatch = bShape.slice(0, -2);
  const batch = broadcastShapes(op, aBatch, bBatch);
  const walk = makeWalk(batch, [broadcastStrides(aBatch, batch), broadcastStrides(bBatch, batch)]);
  return { m, k, n, transposeA, transposeB, batch: walk, shape: [...batch, m, n] };
}
