import { kind } from "../../core/kinds.ts";
import type { Rng } from "../../core/rng.ts";
import { type ImageShape, imageShape } from "../dataset.ts";

/** A transform bound to the shape of the images it will get. */
export interface TransformStep {
  /** What the images look like afterwards. */
  readonly shape: ImageShape;
  /** May change `pixels` (planar) and hand them back. Every random choice is drawn from `rng`. */
  apply(pixels: Float32Array, rng: Rng): Float32Array;
}

/** One step on the way from pixels in [0, 1] to the network's input, in one epoch (counted from 1).
 *  @throws ShapeError if it cannot take images of that shape. */
export type Transform = (input: ImageShape, epoch: number) => TransformStep;

export const stepKind = kind("{ shape, apply }", (value): value is TransformStep => {
  return (
    typeof value === "object" &&
    value !== null &&
    "apply" in value &&
    "shape" in value &&
    imageShape.accepts(value.shape)
  );
});
