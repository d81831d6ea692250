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

/** What a fully connected layer adds. */
export interface LinearOptions {
  /** [out]. Default: none. */
  readonly bias?: Tensor | null;
}

/** A fully connected layer.
 *
 *      y = x · wᵀ + b     ∂x = ∂y · w     ∂w = ∂yᵀ · x     ∂b[j] = Σ_i ∂y[i, j]
 *
 *  Source: PyTorch's torch.nn.functional.linear.
 *  @param x rows of features [… in].
 *  @param w weights [out, in].
 *  @returns [… out].
 *  @throws ShapeError if x and w differ in the number of features, or the bias in that of outputs; OptionError for an unknown
 *  option.
 *
 *  @example
 *  ```ts
 *  import { linear, tensor } from "alexgrad";
 *
 *  const x = tensor([[1, 2, 3]]);
 *  const w = tensor([[1, 0, 0], [1, 1, 1]]);
 *  console.log(await linear(x, w, { bias: tensor([10, 20]) }).toArray()); // [ [ 11, 26 ] ]
 *  ``` */
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
