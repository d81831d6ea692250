import type { Shape } from "../shape.ts";

/** Row by row: aRow elements of a, then bRow of b. */
export interface ConcatGeometry {
  readonly rows: number;
  readonly aRow: number;
  readonly bRow: number;
  readonly shape: Shape;
}
