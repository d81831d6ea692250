import { matmulGeometry } from "../core/geometry/matmul.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import { checkRank } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { optionalTensor, tensor } from "../core/tensorKinds.ts";
import { matmul } from "./matmul.ts";
import { reshape } from "./reshape.ts";
import { sum } from "./sum.ts";
import { checkVector } from "./vector.ts";

export interface LinearOptions {
  /** [out]. Default: none. */
  readonly bias?: Tensor | null;
}

/** Fully connected layer $Y = X W^\top + b$: x [… in], w [out, in], result [… out].
 *  $\partial X = \partial Y\,W,\ \partial W = \partial Y^\top X,\ \partial b = \sum_n \partial Y_n$. */
export function linear(x: Tensor, w: Tensor, options: LinearOptions = {}): Tensor {
  checkArgument("linear", "x", x, tensor);
  checkArgument("linear", "w", w, tensor);
  checkOptions("linear", options, { bias: optionalTensor });
  if (x.rank === 2) return linearOp(x, w, options.bias ?? null);
  const rows = linearOp(reshape(x, [-1, x.shape.at(-1) ?? 1]), w, options.bias ?? null);
  return reshape(rows, [...x.shape.slice(0, -1), w.shape[0]]);
}

const linearOp: Op<["x", "w", "bias?"]> = defineOp({
  name: "linear",
  inputs: ["x", "w", "bias?"],
  infer({ x, w, bias }) {
    checkRank("linear", "w [out, in]", w, 2);
    checkVector("linear", "bias", bias, w[0]);
    return matmulGeometry("linear", x, w, { transposeB: true });
  },
  forward: (k, { x, w, bias }, g) => k.matmul(g.shape, x, w, bias, g),
  saves: ["x", "w"],
  backward: (dy, { x, w }) => ({
    x: () => matmul(dy, w),
    w: () => matmul(dy, x, { transposeA: true }),
    bias: () => sum(dy, { axis: 0 }),
  }),
});
