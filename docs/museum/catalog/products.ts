import type { MatmulGeometry } from "../../../src/core/geometry/matmul.ts";
import { backward } from "../bug.ts";
import { masked, times } from "../changes.ts";

/** Which of the k products an element of a belongs to. */
function inner(i: number, { m, k, transposeA }: MatmulGeometry): number {
  return transposeA ? Math.floor(i / m) % k : i % k;
}

export const products = [
  backward("matmul: first factor not transposed", ["matmul", "linear", "adaptiveAvgPool2d"], (k) => ({
    matmul: (out, a, b, bias, g) => k.matmul(out, a, b, bias, { ...g, transposeA: false }),
  })),
  backward("matmul: second factor not transposed", ["matmul"], (k) => ({
    matmul: (out, a, b, bias, g) => k.matmul(out, a, b, bias, { ...g, transposeB: false }),
  })),
  backward("matmul: first matrix of the batch for all", ["matmul", "adaptiveAvgPool2d"], (k) => ({
    matmul(out, a, b, bias, g) {
      const strides = g.batch.strides.map((of) => of.map(() => 0));
      k.matmul(out, a, b, bias, { ...g, batch: { ...g.batch, strides } });
    },
  })),
  backward("matmul: inner sum stops one short", ["matmul", "linear", "adaptiveAvgPool2d"], (k) => ({
    matmul(out, a, b, bias, g) {
      const shortened = masked(a, (i) => inner(i, g) < g.k - 1);
      k.matmul(out, shortened, b, bias, g);
    },
  })),
  backward("linear: weight gradient averaged over the rows", ["linear"], (k) => ({
    matmul: (out, a, b, bias, g) => k.matmul(out, g.transposeA ? times(a, 1 / g.k) : a, b, bias, g),
  })),
];
