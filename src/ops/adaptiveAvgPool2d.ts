import { identity } from "../core/composite.ts";
import { fromValues } from "../core/from.ts";
import { type Pair, readPair } from "../core/geometry/window.ts";
import { pair } from "../core/kinds.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import { checkRank, checkSize } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { matmul } from "./matmul.ts";

/** Average pooling to a given output size: output row i averages input rows ⌊i·h/oh⌋ to ⌈(i+1)·h/oh⌉, columns alike.
 *  It is linear and separable, so it is two products: $Y = A_h X A_w^\top$ with the averaging matrices A. Their zeros make
 *  NaN of ±∞ and NaN also in windows that do not cover them, unlike in PyTorch. */
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
