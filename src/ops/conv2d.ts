import { type Conv2dGeometry, type Conv2dOptions, conv2dGeometry, conv2dOptions } from "../core/geometry/conv2d.ts";
import { defineOp, type Op } from "../core/op.ts";
import { checkArgument, checkOptions, type Kinds } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { optionalTensor, tensor } from "../core/tensorKinds.ts";
import { sum } from "./sum.ts";
import { checkVector } from "./vector.ts";

type BiasedOptions = Conv2dOptions & { readonly bias?: Tensor | null };
const biasedOptions: Kinds<BiasedOptions> = { ...conv2dOptions, bias: optionalTensor };

/** Convolution (cross-correlation, as in every deep-learning library) of x [n, c, h, w] with w [k, c / groups, kh, kw].
 *  Forward     $y_{n,k,i,j} = b_k + \sum_{c,u,v} w_{k,c,u,v}\; x_{n,c,\,si+du-p,\,sj+dv-p}$, c over the filter's group
 *  By x        $\partial x_{n,c,a,b} = \sum_{k,\;si+du-p=a,\;sj+dv-p=b} w_{k,c,u,v}\;\partial y_{n,k,i,j}$
 *  By w        $\partial w_{k,c,u,v} = \sum_{n,i,j} x_{n,c,\,si+du-p,\,sj+dv-p}\;\partial y_{n,k,i,j}$
 *  By b        $\partial b_k = \sum_{n,i,j} \partial y_{n,k,i,j}$
 *  The three are linear in each input, and each one's gradients are the other two.
 *  A weight that is NaN or ±∞ may be multiplied with the zeros of the padding, which makes NaN, or not.
 *  @throws ShapeError if ranks, channels, groups or sizes do not fit. */
export function conv2d(x: Tensor, w: Tensor, options: BiasedOptions = {}): Tensor {
  checkArgument("conv2d", "x", x, tensor);
  checkArgument("conv2d", "w", w, tensor);
  checkOptions("conv2d", options, biasedOptions);
  return convolve(x, w, options.bias ?? null, conv2dGeometry("conv2d", x.shape, w.shape, options));
}

const convolve: Op<["x", "w", "bias?"], Conv2dGeometry> = defineOp({
  name: "conv2d",
  inputs: ["x", "w", "bias?"],
  infer({ bias }, g: Conv2dGeometry) {
    checkVector("conv2d", "bias", bias, g.k);
    return g;
  },
  forward: (k, { x, w, bias }, g) => k.conv2d(g.shape, x, w, bias, g),
  saves: ["x", "w"],
  backward: (dy, { x, w }, g) => ({
    x: () => conv2dGradInput(dy, w, g),
    w: () => conv2dGradWeight(dy, x, g),
    bias: () => sum(dy, { axis: [0, 2, 3] }),
  }),
});

const conv2dGradInput: Op<["dy", "w"], Conv2dGeometry> = defineOp({
  name: "conv2dGradInput",
  inputs: ["dy", "w"],
  infer: (_, g: Conv2dGeometry) => ({ shape: g.xShape, conv: g }),
  forward: (k, { dy, w }, g) => k.conv2dGradInput(g.shape, dy, w, g.conv),
  saves: ["dy", "w"],
  backward: (v, { dy, w }, { conv }) => ({
    dy: () => convolve(v, w, null, conv),
    w: () => conv2dGradWeight(dy, v, conv),
  }),
});

const conv2dGradWeight: Op<["dy", "x"], Conv2dGeometry> = defineOp({
  name: "conv2dGradWeight",
  inputs: ["dy", "x"],
  infer: (_, g: Conv2dGeometry) => ({ shape: g.wShape, conv: g }),
  forward: (k, { dy, x }, g) => k.conv2dGradWeight(g.shape, dy, x, g.conv),
  saves: ["dy", "x"],
  backward: (v, { dy, x }, { conv }) => ({
    dy: () => convolve(x, v, null, conv),
    x: () => conv2dGradInput(dy, v, conv),
  }),
});
