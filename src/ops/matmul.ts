import { type MatmulOptions, matmulGeometry, matmulOptions } from "../core/geometry/matmul.ts";
import { defineOp, type Op } from "../core/op.ts";
import { sumTo } from "./sum.ts";

/** Matrix product of the last two dimensions, [… m, k] · [… k, n]; leading ones are a batch and broadcast.
 *  $\partial A = \partial Y B^\top,\ \partial B = A^\top \partial Y$, with the transposes asked for.
 *  @throws ShapeError if inner sizes or batches do not fit. */
export const matmul: Op<["a", "b"], MatmulOptions> = defineOp({
  name: "matmul",
  inputs: ["a", "b"],
  options: matmulOptions,
  infer: ({ a, b }, options: MatmulOptions) => ({
    ...matmulGeometry("matmul", a, b, options),
    aShape: a,
    bShape: b,
  }),
  forward: (k, { a, b }, g) => k.matmul(g.shape, a, b, null, g),
  saves: ["a", "b"],
  backward: (dy, { a, b }, { transposeA, transposeB, aShape, bShape }) => ({
    a: () =>
      sumTo(
        transposeA
          ? matmul(b, dy, { transposeA: transposeB, transposeB: true })
          : matmul(dy, b, { transposeB: !transposeB }),
        aShape,
      ),
    b: () =>
      sumTo(
        transposeB
          ? matmul(dy, a, { transposeA: true, transposeB: transposeA })
          : matmul(a, dy, { transposeA: !transposeA }),
        bShape,
      ),
  }),
});
