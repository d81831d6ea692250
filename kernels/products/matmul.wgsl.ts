import type { Sizes } from "./matmul.gpu.ts";
import { type Product, withBias } from "./tiles.wgsl.ts";

/** `matmul` as a product of tiles. */
export function matmulProduct({ m, n, k, transposeA, transposeB, aStep, bStep, hasBias }: Sizes): Product {
  return {
    ...{ m, n, k, inputs: 3 },
    left: {
      buffer: "args0",
      placePart: `product * ${aStep * m * k} + place * ${transposeA ? 1 : k}`,
      termPart: `l * ${transposeA ? m : 1}`,
      along: transposeA ? "places" : "terms",
      fours: (transposeA ? m : k) % 4 === 0,
    },
    right: {
      buffer: "args1",
      placePart: `product * ${bStep * k * n} + place * ${transposeB ? k : 1}`,
      termPart: `l * ${transposeB ? 1 : n}`,
      along: transposeB ? "terms" : "places",
      fours: (transposeB ? k : n) % 4 === 0,
    },
    store: `fn store(at : i32, product : i32, row : i32, column : i32, total : f32) {
  result[at + (product * ${m} + row) * ${n} + column] = ${withBias("column", hasBias === 1)};
}`,
    size: `batch * ${m * n}`,
  };
}
