import { identity } from "../core/composite.ts";
import { fromValues } from "../core/from.ts";
import { type Pair, readPair } from "../core/geometry/window.ts";
import { pair } from "../core/kinds.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import { checkRank, checkSize } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { matmul } from "./matmul.ts";

/** Average pooling to a given output size: output row i averages the input rows from ⌊i · h / oh⌋ to before
 *  ⌈(i + 1) · h / oh⌉, and columns alike. It is linear and separable, so that it is two products, with a matrix of averaging
 *  weights on each side:
 *
 *      y = A_h · x · A_wᵀ     ∂x = A_hᵀ · ∂y · A_w
 *
 *  The zeros of A make NaN of ±∞ and NaN also in windows that do not cover them, unlike in PyTorch.
 *  Source: PyTorch's torch.nn.functional.adaptive_avg_pool2d.
 *  @param x images [n, c, h, w].
 *  @param options.outputSize one number for both, or [oh, ow].
 *  @returns [n, c, oh, ow].
 *  @throws ShapeError unless x is of rank 4; OptionError unless the output size is whole and ≥ 1.
 *
 *  @example
 *  ```ts
 *  import { adaptiveAvgPool2d, tensor } from "alexgrad";
 *
 *  const x = tensor([[[[1, 2, 3], [4, 5, 6]]]]);
 *  const y = adaptiveAvgPool2d(x, { outputSize: 1 });
 *  console.log(y.shape, await y.item()); // [ 1, 1, 1, 1 ] 3.5
 *  ``` */
export function adaptiveAvgPool2d(x: Tensor, options: { readonly outputSize: Pair }): Tensor {
  checkArgument("adaptiveAvgPool2d", "x", x, tensor);
  checkOptions("adaptiveAvgPool2d", options, { outputSize: pair });
  checkRank("adaptiveAvgPool2d", "x [n, c, h, w]", x.shape, 4);
  const [oh, ow] = readPair("adaptiveAvgPool2d", "outputSize", options.outputSize, 1);
  checkSize("adaptiveAvgPool2d", [...x.shape.slice(0, 2), oh, ow]);
  const [h, w] = x.shape.slice(2) as [number, number];
  if (h === oh && w === ow) return identity(x);
  return matmul(averaging(x, oh, h), matmul(x, averaging(x, ow, w), { transposeB: true }));
}

function averaging(x: Tensor, outputs: number, inputs: number): Tensor {
  const matrix = new Float64Array(outputs * inputs);
  for (let i = 0; i < outputs; i++) {
    const start = Math.floor((i * inputs) / outputs);
    const end = Math.ceil(((i + 1) * inputs) / outputs);
    matrix.fill(1 / (end - start), i * inputs + start, i * inputs + end);
  }
  return fromValues(x.device, matrix, [outputs, inputs]);
}
