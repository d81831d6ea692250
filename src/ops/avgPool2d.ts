import type { AvgPool2dGeometry } from "../core/geometry/pool2d.ts";
import { type Pool2dOptions, pool2dGeometry, pool2dOptions } from "../core/geometry/pool2d.ts";
import { boolean } from "../core/kinds.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument, checkOptions, type Kinds } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";

export interface AvgPool2dOptions extends Pool2dOptions {
  /** Divide by the window's size, padding included (true), or by the number of input elements in it (false).
   *  Default true, as in PyTorch. What hangs over beyond the padding in ceil mode never counts. */
  readonly countIncludePad?: boolean;
}

export const avgPool2dOptions: Kinds<AvgPool2dOptions> = { ...pool2dOptions, countIncludePad: boolean };

/** Average pooling over kh×kw windows with stride s; windows may overlap.
 *  Forward   $y_{n,c,i,j} = \frac1{D_{i,j}} \sum_{u,v} x_{n,c,\,si+u-p,\,sj+v-p}$
 *  Backward  $\partial x_{n,c,a,b} = \sum_{(i,j) \ni (a,b)} \partial y_{n,c,i,j} / D_{i,j}$
 *  @throws ShapeError if sizes do not fit. */
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
