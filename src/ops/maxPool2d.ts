import { type Pool2dGeometry, type Pool2dOptions, pool2dGeometry, pool2dOptions } from "../core/geometry/pool2d.ts";
import { defineOp, type Op } from "../core/op.ts";

/** Max pooling over kh×kw windows with stride s; windows may overlap (AlexNet: 3×3, stride 2).
 *  Forward   $y_{n,c,i,j} = \max_{u,v} x_{n,c,\,si+u-p,\,sj+v-p}$
 *  Backward  $\partial x_{n,c,a,b} = \sum_{(i,j,u,v):\,si+u-p=a,\;sj+v-p=b,\;o_{n,c,i,j}=u\,k_w+v} \partial y_{n,c,i,j}$
 *  with o the winner's offset within its window: the first wins a tie, NaN beats everything, padding never wins.
 *  Of several NaN the first wins too (in PyTorch the last).
 *  @throws ShapeError if sizes do not fit. */
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
