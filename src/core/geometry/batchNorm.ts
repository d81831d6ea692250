import type { Shape } from "../shape.ts";

/** x as [n, c, inner]; mean, variance, weight and bias are [c]. */
export interface BatchNormGeometry {
  readonly n: number;
  readonly c: number;
  readonly inner: number;
  readonly eps: number;
  readonly shape: Shape;
}
