import { type Pool2dGeometry, type Pool2dOptions, pool2dGeometry, pool2dOptions } from "../core/geometry/pool2d.ts";
import { defineOp, type Op } from "../core/op.ts";

/** Max pooling over kh×kw windows in steps of s; windows may overlap (AlexNet: 3×3 in steps of 2).
 *
 *      y[n, c, i, j]  = max_{u,v} x[n, c, s·i + u − p, s·j + v − p]
 *      ∂x[n, c, a, b] = Σ ∂y[n, c, i, j] over the windows (i, j) that (a, b) won
 *
 *  The first of equals wins, NaN beats everything, and padding never wins. Of several NaN the first wins too, where PyTorch
 *  takes the last.
 *  Source: Krizhevsky, Sutskever & Hinton 2012, section 3.4; PyTorch's torch.nn.functional.max_pool2d.
 *  @param x images [n, c, h, w].
 *  @returns [n, c, oh, ow], with oh = ⌊(h + 2p − kh) / s⌋ + 1, or ⌈…⌉ in ceil mode.
 *  @throws ShapeError if a window is larger than the padded input, or padding is not smaller than the window; OptionError if
 *  kernel, stride or padding is out of range.
 *
 *  @example
 *  ```ts
 *  import { maxPool2d, tensor } from "alexgrad";
 *
 *  const x = tensor([[[[1, 2, 3], [4, 9, 6], [7, 8, 5]]]]);
 *  const y = maxPool2d(x, { kernel: 2, stride: 1 });
 *  console.log(y.shape, await y.flatten().toArray()); // [ 1, 1, 2, 2 ] [ [ 9, 9, 9, 9 ] ]
 *  ``` */
export const maxPool2d: Op<["x"], Pool2dOptions> = defineOp({
  name: "maxPool2d",
  inputs: ["x"],
  options: pool2dOptions,
  infer: ({ x }, options: Pool2dOptions) => pool2dGeometry("maxPool2d", x, options),
  forward: (k, { x }, g) => k.maxPool2d(g.shape, x, g),
  saves: ["x"],
  backward: (dy, { x }, g) => ({ x: () => maxPool2dGrad(dy, maxPool2dOffset(x, g), g) }),
});

const maxPool2dOffset: Op<["x"], Pool2dGeometry> = defineOp({
  name: "maxPool2dOffset",
  inputs: ["x"],
  infer: (_, g: Pool2dGeometry) => g,
  forward: (k, { x }, g) => k.maxPool2dOffset(g.shape, x, g),
});

const maxPool2dGrad: Op<["dy", "offset"], Pool2dGeometry> = defineOp({
  name: "maxPool2dGrad",
  inputs: ["dy", "offset"],
  infer: (_, g: Pool2dGeometry) => ({ shape: g.xShape, pool: g }),
  forward: (k, { dy, offset }, g) => k.maxPool2dGrad(g.shape, dy, offset, g.pool),
  saves: ["offset"],
  backward: (v, { offset }, g) => ({ dy: () => maxPool2dGather(v, offset, g.pool) }),
});

/** Reads x at the winners: what `maxPool2dGrad` undoes. */
const maxPool2dGather: Op<["x", "offset"], Pool2dGeometry> = defineOp({
  name: "maxPool2dGather",
  inputs: ["x", "offset"],
  infer: (_, g: Pool2dGeometry) => g,
  forward: (k, { x, offset }, g) => k.maxPool2dGather(g.shape, x, offset, g),
  saves: ["offset"],
  backward: (dy, { offset }, g) => ({ x: () => maxPool2dGrad(dy, offset, g) }),
});
