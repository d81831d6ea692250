import type { Rng } from "../../src/core/rng.ts";
import type { Domain } from "../../src/gradcheck/op-info/op-info.ts";

/** One value in a hundred is NaN or infinite. */
export function spoilt(domain: Domain): Domain {
  return (size, rng) => {
    const bad = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    return domain(size, rng).map((value) => (rng.int(100) === 0 ? bad[rng.int(3)] : value));
  };
}

/** Values of both signs, from 2⁻²⁰ to 2²⁰. */
export function draw(size: number, rng: Rng): Float32Array {
  return Float32Array.from({ length: size }, () => (rng.int(2) * 2 - 1) * 2 ** rng.uniform(-20, 20));
}

/** An odd number of values: in a list of four copies each stands once in every lane. */
export const special = [
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0],
  ...[2 ** -149, 2 ** -140, 2 ** -126, 2 ** -100, 0.3, 0.5, 0.625, 1, 2, 3, 86.9].flatMap((x) => [x, -x]),
  ...[88.72284, -87.33655, -103.27893, -103.97208, 104.5, -104.5, 2 ** 24 + 2, -(2 ** 40)],
  ...[3.4028234663852886e38, -3.4028234663852886e38],
];

/** Both signs of every exponent, with sixteen mantissas. */
export const everyExponent = Array.from({ length: 277 }, (_, i) => i - 149).flatMap((exponent) =>
  Array.from({ length: 16 }, (_, j) => 1 + j / 15.99).flatMap((mantissa) => [
    mantissa * 2 ** exponent,
    -mantissa * 2 ** exponent,
  ]),
);
