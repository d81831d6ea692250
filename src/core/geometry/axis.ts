import type { Shape } from "../shape.ts";

/** One axis of length n between `outer` slices before and `inner` after it. */
export interface AxisGeometry {
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
  readonly shape: Shape;
}
