import type { Sizes } from "./matmul.gpu.ts";
import { tiledProduct } from "./tiles.wgsl.ts";

/** `matmul` in tiles. */
export function matmulTiled({ m, n, k, transposeA, transposeB, aStep, bStep, hasBias }: Sizes): string {
  const [aRow, aColumn] = transposeA ? [1, m] : [k, 1];
  const [bRow, bColumn] = transposeB ? [1, k] : [n, 1];
  return tiledProduct({
    m,
    n,
    inputs: 3,
    left: `fn left(z : i32, row : i32, l : i32) -> f32 {
  return args0[z * ${aStep * m * k} + row * ${aRow} + l * ${aColumn}];
}`,
    right: `fn right(z : i32, l : i32, column : i32) -> f32 {
  return args1[z * ${bStep * k * n} + l * ${bRow} + column * ${bColumn}];
}`,
    leftAlongK: !transposeA,
    rightAlongK: transposeB === 1,
    store: `fn store(z : i32, row : i32, column : i32, total : f32) {
  result[(z * ${m} + row) * ${n} + column] = total${hasBias ? " + args2[column]" : ""};
}`,
    begin: "0",
    end: `${k}`,
  });
}
