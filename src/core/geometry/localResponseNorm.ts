import type { Shape } from "../shape.ts";

/** y = x · (k + scale · Σ x²)^−β, the sum over a window from `before` below to `after` above. */
export interface LocalResponseNormGeometry {
  readonly n: number;
  readonly c: number;
  readonly h: number;
  readonly w: number;
  /** The window runs over neighboring channels (true) or over a square within the map (false). */
  readonly acrossChannels: boolean;
  readonly size: number;
  readonly before: number;
  readonly after: number;
  readonly scale: number;
  readonly beta: number;
  readonly k: number;
  readonly shape: Shape;
}
