import fc from "fast-check";
import { sizeOf } from "../../core/shape.ts";
import { between, type Domain } from "./op-info.ts";

export const int = (min: number, max: number) => fc.integer({ min, max });

/** Mostly small, sometimes large. */
export const sized = (max: number) => fc.oneof(int(1, 9), int(1, Math.ceil(max / 8)), int(1, max));

/** Both signs, from 2⁻²⁰ to 2²⁰. */
export const wide: Domain = (size, rng) =>
  Float64Array.from({ length: size }, () => (rng.int(2) * 2 - 1) * 2 ** rng.uniform(-20, 20));
/** The same above 0. */
export const wideAboveZero: Domain = (size, rng) => wide(size, rng).map(Math.abs);
/** Values whose sums grow with their length. */
export const biased = between(-1, 1.2);
/** Whole numbers of which many are equal. */
export const ties: Domain = (size, rng) => Float64Array.from({ length: size }, () => rng.int(7) - 3);

/** Shapes of 1 to 5 dimensions, of which one or two are long. */
export const largeShapes = fc
  .array(fc.oneof(int(1, 4), int(1, 40), int(1, 700)), { minLength: 1, maxLength: 5 })
  .filter((shape) => sizeOf(shape) <= 10_000);

/** A shape, and parts of it that broadcast to it. */
export const largeBroadcasting = largeShapes.chain((shape) => {
  const part = fc
    .tuple(fc.nat({ max: shape.length }), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }))
    .map(([drop, ones]) => shape.map((dim, i) => (ones[i] ? 1 : dim)).slice(drop));
  return fc.oneof(fc.tuple(part, part), fc.tuple(fc.constant(shape), part), fc.tuple(part, fc.constant(shape)));
});
