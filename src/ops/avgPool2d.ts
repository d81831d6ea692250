import type { AvgPool2dGeometry } from "../core/geometry/pool2d.ts";
import { type Pool2dOptions, pool2dGeometry, pool2dOptions } from "../core/geometry/pool2d.ts";
import { boolean } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument, checkOptions, type Kinds } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";

/** The windows of average pooling, and what their sums are divided by. */
export interface AvgPool2dOptions extends Pool2dOptions {
  /** Whether to divide by the window's size, padding included, or by the number of input elements in it. What hangs over
   *  beyond the padding in ceil mode never counts. Default: true, as in PyTorch. */
  readonly countIncludePad?: boolean;
}

export const avgPool2dOptions: Kinds<AvgPool2dOptions> = { ...pool2dOptions, countIncludePad: boolean };

/** Average pooling over kh×kw windows in steps of s; windows may overlap. With D[i, j], the divisor of window (i, j):
 *
 *      y[n, c, i, j]  = Σ_{u,v} x[n, c, s·i + u − p, s·j + v − p] / D[i, j]
 *      ∂x[n, c, a, b] = Σ ∂y[n, c, i, j] / D[i, j] over the windows (i, j) that cover (a, b)
 *
 *  Source: LeCun, Bottou, Bengio & Haffner 1998; PyTorch's torch.nn.functional.avg_pool2d.
 *  @param x images [n, c, h, w].
 *  @returns [n, c, oh, ow], with oh = ⌊(h + 2p − kh) / s⌋ + 1, or ⌈…⌉ in ceil mode.
 *  @throws ShapeError if a window is larger than the padded input, or padding is not smaller than the window; OptionError if
 *  kernel, stride or padding is out of range.
 *
 *  @example
 *  ```ts
 *  import { avgPool2d, tensor } from "alexgrad";
 *
 *  const x = tensor([[[[1, 2, 3, 4], [5, 6, 7, 8]]]]);
 *  const y = avgPool2d(x, { kernel: 2 });
 *  console.log(y.shape, await y.flatten().toArray()); // [ 1, 1, 1, 2 ] [ [ 3.5, 5.5 ] ]
 *  ``` */
export function avgPool2d(x: Tensor, options: AvgPool2dOptions): Tensor {
  checkArgument("avgPool2d", "x", x, tensor);
  checkOptions("avgPool2d", options, avgPool2dOptions);
  const { countIncludePad = true } = options;
  return average(x, { ...pool2dGeometry("avgPool2d", x.shape, options), countIncludePad });
}

const average: Op<["x"], AvgPool2dGeometry> = defineOp({
  name: "avgPool2d",
  inputs: ["x"],
  infer: (_, g: AvgPool2dGeometry) => g,
  forward: (k, { x }, g) => k.avgPool2d(g.shape, x, g),
  backward: (dy, _, g) => ({ x: () => avgPool2dGrad(dy, g) }),
});

const avgPool2dGrad: Op<["dy"], AvgPool2dGeometry> = defineOp({
  name: "avgPool2dGrad",
  inputs: ["dy"],
  infer: (_, g: AvgPool2dGeometry) => ({ shape: g.xShape, pool: g }),
  forward: (k, { dy }, g) => k.avgPool2dGrad(g.shape, dy, g.pool),
  backward: (v, _, { pool }) => ({ dy: () => average(v, pool) }),
});
