import type { Shape } from "../core/shape.ts";

/** One input's Jacobian, found in two ways. */
export interface Comparison {
  /** Which input. */
  readonly input: number;
  /** Under devices: which output or gradient. Default: the input. */
  readonly name?: string;
  /** The input's shape and values. */
  readonly shape: Shape;
  readonly values: Float64Array;
  /** The output's shape; [] where the outputs were weighted and added: a Jacobian of one row. */
  readonly outputShape: Shape;
  /** ∂y_o/∂x_i at o · size + i, by the backward pass. Under devices: what the device computed. */
  readonly analytic: Float64Array;
  /** The same by differences. Under devices: what the reference computed. */
  readonly numeric: Float64Array;
  /** The largest difference accepted. */
  readonly tolerance: number;
}
