import { type MatmulOptions, matmulGeometry, matmulOptions } from "../core/geometry/matmul.ts";
import { defineOp, type Op } from "../core/op.ts";
import { sumTo } from "./sum.ts";

/** Matrix products of the last two axes; the ones before are a batch, and broadcast.
 *
 *      y[i, j] = Σ_l a[i, l] · b[l, j]     ∂a = ∂y · bᵀ     ∂b = aᵀ · ∂y
 *
 *  with the transposes that the options ask for.
 *  Source: PyTorch's torch.matmul.
 *  @param a [… m, k], or [… k, m] with transposeA.
 *  @param b [… k, n], or [… n, k] with transposeB.
 *  @returns [… m, n].
 *  @throws ShapeError if a rank is below 2, or inner sizes or batches do not fit; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { matmul, tensor } from "alexgrad";
 *
 *  const a = tensor([[1, 2], [3, 4]]);
 *  console.log(await matmul(a, a).toArray()); // [ [ 7, 10 ], [ 15, 22 ] ]
 *  console.log(await matmul(a, tensor([[1, 1]]), { transposeB: true }).toArray()); // [ [ 3 ], [ 7 ] ]
 *  ``` */
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
